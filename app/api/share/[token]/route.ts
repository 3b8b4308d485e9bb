import * as endpoints from "#lib/domain/endpoints/links.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { countView } from "#lib/server/links/count-views.ts"
import { openLink } from "#lib/server/links/open-link.ts"
import { sharedDashboard } from "#lib/server/links/show-link.ts"

export const GET = route(endpoints.readSharedDashboard, async ({ params, request }) => {
  const opened = await openLink(params.token, request.headers)
  countView(opened)
  return ok(sharedDashboard(opened))
})
