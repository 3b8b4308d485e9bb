import * as endpoints from "#lib/domain/endpoints/cards.ts"
import { deleteCard } from "#lib/server/cards/delete-card.ts"
import { readCard } from "#lib/server/cards/read-card.ts"
import { updateCard } from "#lib/server/cards/update-card.ts"
import { noContent, ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"

export const GET = route(endpoints.readCard, async ({ actor, params }) => ok(await readCard({ actor, ...params })))

export const PATCH = route(endpoints.updateCard, async ({ actor, params, body, expectedVersion }) =>
  ok(await updateCard({ actor, ...params, patch: body, expectedVersion })),
)

export const DELETE = route(endpoints.deleteCard, async ({ actor, params }) => {
  await deleteCard({ actor, ...params })
  return noContent()
})
