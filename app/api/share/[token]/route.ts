import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { openLink } from "#lib/server/links/open-link.ts"
import { sharedDashboard } from "#lib/server/links/show-link.ts"

export const GET = route(endpoints.readSharedDashboard, async ({ params, request }) =>
  ok(await sharedDashboard(await openLink(params.token, request.headers))),
)
