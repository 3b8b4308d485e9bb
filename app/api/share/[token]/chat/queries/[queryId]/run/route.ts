import * as endpoints from "#lib/domain/endpoints/links.ts"
import { linkAsker } from "#lib/server/chat/chat-asker.ts"
import { runQueryAgain } from "#lib/server/chat/run-query-again.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.runSharedQuery, async ({ params, body, request, signal }) => {
  const asker = await linkAsker(params.token, request.headers)
  return ok(await runQueryAgain({ asker, queryId: params.queryId, chart: body.chart }, signal))
})
