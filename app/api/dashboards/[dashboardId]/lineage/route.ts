import * as endpoints from "#lib/domain/endpoints/transforms.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { readDashboardLineage } from "#lib/server/lineage/read-lineage.ts"

export const GET = route(endpoints.readDashboardLineage, async ({ actor, params }) =>
  ok(await readDashboardLineage({ actor, ...params })),
)
