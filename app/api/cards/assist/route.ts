import * as endpoints from "#lib/domain/endpoints/chat.ts"
import { assistCard } from "#lib/server/chat/assist-card.ts"
import { ndjson } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.assistCard, async ({ actor, body, signal }) =>
  ndjson(await assistCard({ actor, asked: body }, signal)),
)
