import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { createDashboard } from "#lib/server/dashboards/create-dashboard.ts"
import { listDashboards } from "#lib/server/dashboards/list-dashboards.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listDashboards, async ({ actor, query }) =>
  page(await listDashboards({ actor, ...query })),
)

export const POST = route(endpoints.createDashboard, async ({ actor, body }) =>
  created(await createDashboard({ actor, draft: body })),
)
