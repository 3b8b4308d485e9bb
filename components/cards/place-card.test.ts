import { expect, test } from "vitest"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import { newId } from "#lib/domain/ids.ts"
import { placeCard } from "./place-card.ts"

const cardId = newId("card")
const tile = (x: number, y: number, w: number, h: number): LayoutItem => ({ itemId: `${x}-${y}`, cardId, x, y, w, h })

test.each([
  ["an empty dashboard, at its top left", [], [0, 0]],
  ["a row with room, at its right", [tile(0, 0, 6, 7)], [6, 0]],
  ["a full row, below it", [tile(0, 0, 6, 7), tile(6, 0, 6, 7)], [0, 7]],
  ["a row of uneven tiles, where both halves are free", [tile(0, 0, 12, 2), tile(0, 2, 6, 4)], [6, 2]],
  ["a gap that is too low, below it", [tile(0, 0, 12, 2), tile(0, 5, 12, 2)], [0, 7]],
])("on %s", (_, layout, [x, y]) => {
  const placed = placeCard(layout, cardId)
  expect(placed.slice(0, -1)).toEqual(layout)
  expect(placed.at(-1)).toMatchObject({ cardId, x, y, w: 6 })
})
