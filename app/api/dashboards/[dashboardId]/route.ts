import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { deleteDashboard } from "#lib/server/dashboards/delete-dashboard.ts"
import { readDashboard } from "#lib/server/dashboards/read-dashboard.ts"
import { updateDashboard } from "#lib/server/dashboards/update-dashboard.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readDashboard, async ({ actor, params }) =>
  ok(await readDashboard({ actor, ...params })),
)

export const PATCH = route(endpoints.updateDashboard, async ({ actor, params, body, expectedVersion }) =>
  ok(await updateDashboard({ actor, ...params, patch: body, expectedVersion })),
)

export const DELETE = route(endpoints.deleteDashboard, async ({ actor, params }) => {
  await deleteDashboard({ actor, ...params })
  return noContent()
})
