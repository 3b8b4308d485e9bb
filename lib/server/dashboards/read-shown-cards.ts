import "server-only"
import type { CardId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { getCards, type StoredCard } from "../cards/card-store.ts"
import { readAskers } from "../users/read-asker.ts"
import type { StoredDashboard } from "./dashboard-store.ts"

/** The cards of a dashboard, or those of `cardIds`, that exist and that whoever placed them may (still) use. */
export async function readShownCards(
  { ownerId, placers, layout }: Pick<StoredDashboard, "ownerId" | "placers" | "layout">,
  cardIds: readonly CardId[] = layout.flatMap(({ cardId }) => cardId ?? []),
): Promise<StoredCard[]> {
  const cards = await getCards([...new Set(cardIds)])
  const placerOf = ({ id }: StoredCard) => placers[id] ?? ownerId
  // Whoever owns a card may use it.
  const others = cards.filter((card) => placerOf(card) !== card.ownerId)
  const askers = await readAskers(others.map(placerOf))
  return cards.filter((card) => {
    const placer = placerOf(card)
    if (placer === card.ownerId) return true
    const asker = askers.get(placer)
    return asker !== undefined && atLeast(rightOn(asker, card), "view")
  })
}
