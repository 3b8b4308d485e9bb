import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { ask } from "#lib/server/chat/ask.ts"
import { messageStream } from "#lib/server/chat/message-stream.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.askDashboard, async ({ actor, params, body, signal }) =>
  messageStream(await ask({ asker: { kind: "person", actor }, subjectId: params.dashboardId, asked: body }, signal)),
)
