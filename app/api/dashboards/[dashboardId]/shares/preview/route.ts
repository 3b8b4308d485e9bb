import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { previewDashboardShare } from "#lib/server/shares/share-dashboard.ts"

export const GET = route(endpoints.previewDashboardShare, async ({ actor, params, query }) =>
  ok({ datasets: await previewDashboardShare({ actor, ...params, principal: endpoints.principalOf(query) }) }),
)
