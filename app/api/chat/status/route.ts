import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { chatStatus } from "#lib/server/chat/chat-model.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readChatStatus, () => ok(chatStatus()))
