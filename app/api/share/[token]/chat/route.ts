import * as endpoints from "#lib/domain/endpoints/sharing.ts"
import { ask } from "#lib/server/chat/ask.ts"
import { linkAsking } from "#lib/server/chat/chat-asker.ts"
import { messageStream } from "#lib/server/chat/message-stream.ts"
import { route } from "#lib/server/http/route.ts"
import { openLink } from "#lib/server/links/open-link.ts"

export const POST = route(endpoints.askSharedDashboard, async ({ params, body, request, signal }) => {
  const asker = linkAsking(await openLink(params.token, request.headers), params.token, request.headers)
  return messageStream(await ask({ asker, subjectId: asker.dashboardId, asked: body }, signal))
})
