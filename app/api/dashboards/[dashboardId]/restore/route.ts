import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { restoreDashboard } from "#lib/server/dashboards/delete-dashboard.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.restoreDashboard, async ({ actor, params }) =>
  ok(await restoreDashboard({ actor, ...params })),
)
