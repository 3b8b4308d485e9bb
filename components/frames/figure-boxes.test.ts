import { expect, test } from "vitest"
import { clipPathOf, sameBoxes } from "./figure-boxes.ts"

const box = { key: "a", x: 10, y: 20, width: 30, height: 40, inView: true, stale: false }

test.each([
  ["one figure", [box], 'path("M10 20h30v40h-30Z")'],
  ["two figures", [box, { ...box, key: "b", x: 50 }], 'path("M10 20h30v40h-30ZM50 20h30v40h-30Z")'],
  ["a hidden one is left out", [{ ...box, width: 0 }], "inset(100%)"],
  ["no figure takes no pointer at all", [], "inset(100%)"],
])("the frame is cut down to its figures: %s", (_, boxes, expected) => expect(clipPathOf(boxes)).toBe(expected))

test("boxes are the same until one moves, fades or comes into view", () => {
  expect(sameBoxes([box], [{ ...box }])).toBe(true)
  expect(sameBoxes([box], [{ ...box, y: 21 }])).toBe(false)
  expect(sameBoxes([box], [{ ...box, stale: true }])).toBe(false)
  expect(sameBoxes([box], [])).toBe(false)
})
