import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { listDashboardDatasets } from "#lib/server/dashboards/read-dashboard.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listDashboardDatasets, async ({ actor, params }) =>
  page({ data: await listDashboardDatasets({ actor, ...params }), nextCursor: null }),
)
