import * as endpoints from "#lib/domain/endpoints/links.ts"
import { ask } from "#lib/server/chat/ask.ts"
import { linkAsker } from "#lib/server/chat/chat-asker.ts"
import { messageStream } from "#lib/server/chat/message-stream.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.askSharedDashboard, async ({ params, body, request, signal }) => {
  const asker = await linkAsker(params.token, request.headers)
  return messageStream(await ask({ asker, subjectId: asker.dashboardId, asked: body }, signal))
})
