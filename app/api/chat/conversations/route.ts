import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { listConversations } from "#lib/server/chat/manage-conversations.ts"
import { page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listConversations, async ({ actor, query }) =>
  page({ data: await listConversations(actor, query.subjectId), nextCursor: null }),
)
