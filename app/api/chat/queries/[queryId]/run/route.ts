import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { runQueryAgain } from "#lib/server/chat/run-query-again.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.runCitedQuery, async ({ actor, params, body, signal }) =>
  ok(await runQueryAgain({ asker: { kind: "person", actor }, queryId: params.queryId, chart: body.chart }, signal)),
)
