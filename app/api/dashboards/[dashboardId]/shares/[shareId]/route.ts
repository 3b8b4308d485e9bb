import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { changeDashboardShare, unshareDashboard } from "#lib/server/shares/share-dashboard.ts"

export const PATCH = route(endpoints.changeDashboardShare, async ({ actor, params, body }) =>
  ok(await changeDashboardShare({ actor, ...params, ...body })),
)

export const DELETE = route(endpoints.unshareDashboard, async ({ actor, params }) => {
  await unshareDashboard({ actor, ...params })
  return noContent()
})
