import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { inspectFile } from "#lib/server/datasets/inspect-file.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.inspectFile, async ({ actor, request, body }) =>
  ok(await inspectFile({ actor, request, body })),
)
