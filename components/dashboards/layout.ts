import { verticalCompactor } from "react-grid-layout/core"
import { GRID_COLUMNS, type LayoutItem } from "#lib/domain/dashboard.ts"

export const ROW_PX = 48
export const GAP_PX = 12

/** Where a tile lies, in grid columns and rows. */
export type Place = Pick<LayoutItem, "x" | "y" | "w" | "h">

/** The order in which the tiles are read, and stand in the document: by row, then from the left. */
export const readingOrder = <Item extends Place>(layout: readonly Item[]): Item[] =>
  layout.toSorted((a, b) => a.y - b.y || a.x - b.x)

/** Tiles moved up until they rest on one another, none overlapping. Order of the list is kept. */
export function compacted(layout: readonly LayoutItem[]): LayoutItem[] {
  const placed = verticalCompactor.compact(
    layout.map(({ itemId, x, y, w, h }) => ({ i: itemId, x, y, w, h })),
    GRID_COLUMNS,
  )
  return withPlaces(layout, placed)
}

type PlacedItem = Place & { i: string }

/** The layout with the places of a grid's items. */
export function withPlaces(layout: readonly LayoutItem[], placed: readonly PlacedItem[]): LayoutItem[] {
  const places = new Map(placed.map((item) => [item.i, item]))
  return layout.map((item) => {
    const place = places.get(item.itemId)
    if (!place) return item
    const { x, y, w, h } = place
    return x === item.x && y === item.y && w === item.w && h === item.h ? item : { ...item, x, y, w, h }
  })
}

/** The first place from the top with room for `w` × `h`. */
export function freePlace(layout: readonly Place[], { w, h }: Pick<Place, "w" | "h">): Place {
  const bottom = Math.max(0, ...layout.map((item) => item.y + item.h))
  for (let y = 0; y < bottom; y += 1) {
    for (let x = 0; x + w <= GRID_COLUMNS; x += 1) {
      const isTaken = layout.some(
        (item) => item.y < y + h && y < item.y + item.h && sharesColumns(item, { x, y, w, h }),
      )
      if (!isTaken) return { x, y, w, h }
    }
  }
  return { x: 0, y: bottom, w, h }
}

type Unit = -1 | 0 | 1
export type Step = { dx?: Unit; dy?: Unit; dw?: Unit; dh?: Unit }

/**
 * Moves or resizes one tile by one column or row, as the arrow keys do. What is in the way below or above makes room;
 * at the grid's edge nothing happens.
 */
export function stepped(
  layout: readonly LayoutItem[],
  itemId: string,
  { dx = 0, dy = 0, dw = 0, dh = 0 }: Step,
): LayoutItem[] {
  const item = layout.find((candidate) => candidate.itemId === itemId)
  if (!item) return [...layout]
  if (dy === -1) return raised(layout, item)
  if (dy === 1) return lowered(layout, item)
  const moved = { ...item, x: item.x + dx, w: item.w + dw, h: item.h + dh }
  if (moved.x < 0 || moved.w < 1 || moved.h < 1 || moved.x + moved.w > GRID_COLUMNS) return [...layout]
  return settled(layout, moved)
}

/** Upwards, a tile changes places with what it rests on: it goes to that one's row, which then falls below. */
function raised(layout: readonly LayoutItem[], item: LayoutItem): LayoutItem[] {
  const above = layout.filter((other) => other.y + other.h <= item.y && sharesColumns(other, item))
  if (above.length === 0) return [...layout]
  const row = Math.max(...above.map(({ y }) => y))
  return settled(layout, { ...item, y: row })
}

function lowered(layout: readonly LayoutItem[], item: LayoutItem): LayoutItem[] {
  const below = layout.filter((other) => other.y >= item.y + item.h && sharesColumns(other, item))
  const next = below.toSorted((a, b) => a.y - b.y)[0]
  return next ? raised(layout, next) : [...layout]
}

/** The moved tile keeps its place; the others give way downwards, then all fall up. */
function settled(layout: readonly LayoutItem[], moved: LayoutItem): LayoutItem[] {
  const others = readingOrder(layout.filter(({ itemId }) => itemId !== moved.itemId))
  const placed: LayoutItem[] = [moved]
  for (const other of others) {
    let place = other
    for (let hit = firstHit(placed, place); hit; hit = firstHit(placed, place)) place = { ...place, y: hit.y + hit.h }
    placed.push(place)
  }
  const places = new Map(placed.map((item) => [item.itemId, item]))
  return compacted(layout.map((item) => places.get(item.itemId) ?? item))
}

const firstHit = (placed: readonly LayoutItem[], place: LayoutItem): LayoutItem | undefined =>
  placed.find((other) => other.y < place.y + place.h && place.y < other.y + other.h && sharesColumns(other, place))

const sharesColumns = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w
