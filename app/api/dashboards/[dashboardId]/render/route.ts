import * as endpoints from "#lib/domain/endpoints/dashboards.ts"
import { renderDashboard } from "#lib/server/dashboards/render-dashboard.ts"
import { ndjson } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.renderDashboard, async ({ actor, params, body, signal }) =>
  ndjson(await renderDashboard({ actor, ...params, ...body }, signal)),
)
