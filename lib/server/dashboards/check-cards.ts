import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { CardId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getCards } from "../cards/card-store.ts"

/** Cards already on a dashboard may stay; others must be the actor's to place. @throws AppError validation_failed naming the tile. */
export async function checkPlacedCards(
  actor: Actor,
  layout: readonly LayoutItem[],
  alreadyOn: readonly CardId[],
): Promise<void> {
  const placed = layout.flatMap(({ cardId }, index) =>
    cardId && !alreadyOn.includes(cardId) ? [{ cardId, index }] : [],
  )
  const cards = await getCards([...new Set(placed.map(({ cardId }) => cardId))])
  const usable = new Set(cards.filter((card) => atLeast(rightOn(actor, card), "view")).map(({ id }) => id))
  const missing = placed.find(({ cardId }) => !usable.has(cardId))
  if (!missing) return
  const message = `There is no card ${missing.cardId}, or it is not yours to place.`
  throw new AppError("validation_failed", message, {
    details: [{ path: ["body", "layout", String(missing.index), "cardId"], message }],
  })
}
