import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import type { CardSummary } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { listSharedIds } from "../shares/grant-store.ts"
import { listVisible } from "../shares/list-visible.ts"
import { getCards, listAllCards, listCardsByOwner } from "./card-store.ts"
import { summariseCards } from "./summarise-cards.ts"

/** The cards the actor may see, last changed first. @throws AppError validation_failed on a bad cursor. */
export async function listCards({ actor, ...page }: { actor: Actor } & ListQuery): Promise<Page<CardSummary>> {
  const { data, nextCursor } = await listVisible(actor, page, {
    all: listAllCards,
    owned: (some) => listCardsByOwner(actor.userId, some),
    shared: async () => getCards(await listSharedIds("card", actor)),
  })
  return { data: await summariseCards(actor, data), nextCursor }
}
