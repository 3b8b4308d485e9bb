import * as endpoints from "#lib/domain/endpoints/links.ts"
import { linkAsker } from "#lib/server/chat/chat-asker.ts"
import { suggest } from "#lib/server/chat/suggest.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.suggestForSharedDashboard, async ({ params, request }) => {
  const asker = await linkAsker(params.token, request.headers)
  return ok(await suggest({ asker, subjectId: asker.dashboardId }))
})
