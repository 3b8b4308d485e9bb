import { describe, expect, test } from "vitest"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import { compacted, freePlace, readingOrder, stepped, withPlaces } from "./layout.ts"

const item = (itemId: string, x: number, y: number, w = 6, h = 2): LayoutItem => ({ itemId, text: itemId, x, y, w, h })
const places = (layout: readonly LayoutItem[]) =>
  Object.fromEntries(layout.map(({ itemId, x, y, w, h }) => [itemId, [x, y, w, h]]))

test("tiles are read by row, then from the left", () => {
  expect(readingOrder([item("c", 0, 2), item("b", 6, 0), item("a", 0, 0)]).map(({ itemId }) => itemId)).toEqual([
    "a",
    "b",
    "c",
  ])
})

describe("compacting", () => {
  test("closes gaps", () => expect(places(compacted([item("a", 0, 5)]))).toEqual({ a: [0, 0, 6, 2] }))

  test("parts tiles that overlap", () => {
    expect(places(compacted([item("a", 0, 0), item("b", 3, 1)]))).toEqual({ a: [0, 0, 6, 2], b: [3, 2, 6, 2] })
  })
})

test("places of the grid are taken over, everything else of a tile is kept", () => {
  const before = [{ ...item("a", 0, 0), title: "A" }, item("b", 6, 0)]
  const after = withPlaces(before, [
    { i: "a", x: 3, y: 0, w: 6, h: 4 },
    { i: "gone", x: 0, y: 0, w: 1, h: 1 },
  ])
  expect(after[0]).toEqual({ ...item("a", 3, 0, 6, 4), title: "A" })
  expect(after[1]).toBe(before[1])
})

describe("a place for a new tile", () => {
  test.each([
    ["beside another", [item("a", 0, 0)], { x: 6, y: 0 }],
    ["in a gap", [item("a", 0, 0, 12, 1), item("b", 0, 1), item("c", 0, 3, 12)], { x: 6, y: 1 }],
    ["below all, when full", [item("a", 0, 0, 12)], { x: 0, y: 2 }],
    ["at the top of nothing", [], { x: 0, y: 0 }],
  ])("%s", (_, layout, expected) => expect(freePlace(layout, { w: 6, h: 2 })).toMatchObject(expected))
})

describe("arrow keys", () => {
  const layout = [item("a", 0, 0), item("b", 6, 0), item("c", 0, 2)]
  test.each([
    ["right, over a neighbour that gives way", "a", { dx: 1 }, { a: [1, 0, 6, 2], b: [6, 2, 6, 2], c: [0, 2, 6, 2] }],
    ["left at the edge", "a", { dx: -1 }, { a: [0, 0, 6, 2] }],
    ["up, changing places", "c", { dy: -1 }, { c: [0, 0, 6, 2], a: [0, 2, 6, 2], b: [6, 0, 6, 2] }],
    ["down, changing places", "a", { dy: 1 }, { c: [0, 0, 6, 2], a: [0, 2, 6, 2] }],
    ["down at the bottom", "b", { dy: 1 }, { b: [6, 0, 6, 2] }],
    ["taller, pushing down", "a", { dh: 1 }, { a: [0, 0, 6, 3], c: [0, 3, 6, 2] }],
    ["wider at the edge", "b", { dw: 1 }, { b: [6, 0, 6, 2] }],
    ["narrower", "b", { dw: -1 }, { b: [6, 0, 5, 2] }],
  ] as const)("%s", (_, itemId, step, expected) => {
    expect(places(stepped(layout, itemId, step))).toMatchObject(expected)
  })

  test("no tile is ever lost or doubled", () => {
    expect(stepped(layout, "a", { dx: 1 }).map(({ itemId }) => itemId)).toEqual(["a", "b", "c"])
  })
})
