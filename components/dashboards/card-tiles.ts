import type { CardTileRef } from "#lib/browser/use-dashboard-render.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { CardId } from "#lib/domain/ids.ts"
import type { DashboardCard } from "#lib/domain/summaries.ts"

/** The tiles of a layout that hold cards. */
export const cardTilesOf = (layout: readonly LayoutItem[]): CardTileRef[] =>
  layout.flatMap(({ itemId, cardId }) => (cardId === undefined ? [] : [{ itemId, cardId }]))

/** What a tile is called: by its own title, or else its card's name. */
export function tileTitleOf(item: LayoutItem, cards: ReadonlyMap<CardId, Pick<DashboardCard, "name">>): string {
  if (item.title) return item.title
  if (item.cardId === undefined) return "Text"
  return cards.get(item.cardId)?.name ?? "Deleted card"
}
