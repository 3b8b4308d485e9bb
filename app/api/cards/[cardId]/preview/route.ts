import * as endpoints from "#lib/domain/endpoints/cards.ts"
import { previewSavedCard } from "#lib/server/cards/preview-card.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.previewSavedCard, async ({ actor, params, body, signal }) =>
  ok(await previewSavedCard({ actor, ...params, ...body }, signal)),
)
