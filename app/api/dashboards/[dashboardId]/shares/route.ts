import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { listDashboardShares, shareDashboard } from "#lib/server/shares/share-dashboard.ts"

export const GET = route(endpoints.listDashboardShares, async ({ actor, params }) =>
  page(await listDashboardShares({ actor, ...params })),
)

export const POST = route(endpoints.shareDashboard, async ({ actor, params, body }) =>
  created(await shareDashboard({ actor, ...params, principal: endpoints.principalOf(body), role: body.role })),
)
