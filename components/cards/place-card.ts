import { GRID_COLUMNS, type LayoutItem } from "#lib/domain/dashboard.ts"
import type { CardId } from "#lib/domain/ids.ts"

const WIDTH = 6
const HEIGHT = 7

/** The layout with a tile for the card in the first place that has room, from the top. */
export function placeCard(layout: readonly LayoutItem[], cardId: CardId): LayoutItem[] {
  const bottom = Math.max(0, ...layout.map(({ y, h }) => y + h))
  for (let y = 0; y <= bottom; y += 1) {
    for (let x = 0; x + WIDTH <= GRID_COLUMNS; x += 1) {
      const place = { x, y, w: WIDTH, h: HEIGHT }
      if (!layout.some((item) => overlaps(item, place)))
        return [...layout, { itemId: crypto.randomUUID().slice(0, 8), cardId, ...place }]
    }
  }
  return [...layout]
}

type Place = Pick<LayoutItem, "x" | "y" | "w" | "h">
const overlaps = (a: Place, b: Place): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
