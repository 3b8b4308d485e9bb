import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { cloneDashboard } from "#lib/server/dashboards/create-dashboard.ts"
import { created } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.cloneDashboard, async ({ actor, params, body }) =>
  created(await cloneDashboard({ actor, ...params, ...body })),
)
