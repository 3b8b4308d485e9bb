import * as endpoints from "#lib/domain/endpoints/cards.ts"
import { restoreCard } from "#lib/server/cards/delete-card.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const POST = route(endpoints.restoreCard, async ({ actor, params }) =>
  ok(await restoreCard({ actor, ...params })),
)
