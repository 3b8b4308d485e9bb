import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { starDashboard, unstarDashboard } from "#lib/server/dashboards/star-dashboard.ts"
import { noContent } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const PUT = route(endpoints.starDashboard, async ({ actor, params }) => {
  await starDashboard({ actor, ...params })
  return noContent()
})

export const DELETE = route(endpoints.unstarDashboard, async ({ actor, params }) => {
  await unstarDashboard({ actor, ...params })
  return noContent()
})
