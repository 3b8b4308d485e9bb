import * as endpoints from "#lib/domain/endpoints/datasets.ts"
import { restoreVersion } from "#lib/server/datasets/restore-version.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.restoreDataVersion, async ({ actor, params, expectedVersion }) =>
  ok(await restoreVersion({ actor, ...params, expectedVersion })),
)
