import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { readCardLineage } from "#lib/server/lineage/read-lineage.ts"

export const GET = route(endpoints.readCardLineage, async ({ actor, params }) =>
  ok(await readCardLineage({ actor, ...params })),
)
