import * as endpoints from "#lib/domain/endpoints/cards.ts"
import { previewCard } from "#lib/server/cards/preview-card.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.previewCard, async ({ actor, body, signal }) => {
  const { filters, filterDefinitions, ...draft } = body
  return ok(await previewCard({ actor, draft, filters, filterDefinitions }, signal))
})
