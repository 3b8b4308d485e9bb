import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { transferDashboard } from "#lib/server/shares/share-dashboard.ts"

export const POST = route(endpoints.transferDashboard, async ({ actor, params, body }) =>
  ok(await transferDashboard({ actor, ...params, ...body })),
)
