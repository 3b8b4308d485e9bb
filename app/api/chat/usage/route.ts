import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { readChatUsage } from "#lib/server/chat/read-chat-usage.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readChatUsage, async ({ query }) => ok(await readChatUsage(query)))
