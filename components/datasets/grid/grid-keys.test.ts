import { expect, test } from "vitest"
import { cellAfterKey, type GridCell } from "./grid-keys.ts"

const size = { rows: 100, columns: 5, rowsInView: 10 }
const from = { row: 50, column: 2 }

test.each<[string, boolean, GridCell | null]>([
  ["ArrowDown", false, { row: 51, column: 2 }],
  ["ArrowUp", false, { row: 49, column: 2 }],
  ["ArrowDown", true, { row: 99, column: 2 }],
  ["ArrowRight", true, { row: 50, column: 4 }],
  ["PageDown", false, { row: 60, column: 2 }],
  ["PageUp", false, { row: 40, column: 2 }],
  ["Home", false, { row: 50, column: 0 }],
  ["End", true, { row: 99, column: 4 }],
  ["Home", true, { row: 0, column: 0 }],
  ["a", false, null],
])("%s (with Ctrl: %s)", (key, ctrlKey, to) => {
  expect(cellAfterKey(from, { key, ctrlKey, metaKey: false }, size)).toEqual(to)
})

test("a key leads nowhere beyond the last cell", () => {
  const last = { row: 99, column: 4 }
  for (const key of ["ArrowDown", "ArrowRight", "PageDown", "End"]) {
    expect(cellAfterKey(last, { key, ctrlKey: false, metaKey: false }, size)).toEqual(last)
  }
})
