import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { deleteConversation, readConversation } from "#lib/server/chat/manage-conversations.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readConversation, async ({ actor, params }) =>
  ok(await readConversation(actor, params.conversationId)),
)

export const DELETE = route(endpoints.deleteConversation, async ({ actor, params }) => {
  await deleteConversation(actor, params.conversationId)
  return noContent()
})
