import * as endpoints from "#lib/domain/endpoints/cards.ts"
import { createCard } from "#lib/server/cards/create-card.ts"
import { listCards } from "#lib/server/cards/list-cards.ts"
import { created, page } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.listCards, async ({ actor, query }) => page(await listCards({ actor, ...query })))

export const POST = route(endpoints.createCard, async ({ actor, body }) =>
  created(await createCard({ actor, draft: body })),
)
