import { expect, test } from "vitest"
import { groupOf, groupsBetween } from "./row-groups.ts"

const groups = [
  { firstRow: 0, rows: 10 },
  { firstRow: 10, rows: 0 },
  { firstRow: 10, rows: 10 },
  { firstRow: 20, rows: 5 },
]

test.each([
  [0, 0],
  [9, 0],
  [10, 2],
  [19, 2],
  [24, 3],
])("row %d is in group %d", (row, group) => expect(groupOf(groups, row)).toBe(group))

test.each([
  [0, 10, [0]],
  [9, 11, [0, 1, 2]],
  [21, 25, [3]],
  [5, 5, []],
])("the rows from %d to %d are in groups %j", (firstRow, endRow, expected) =>
  expect(groupsBetween(groups, firstRow, endRow)).toEqual(expected),
)

test("a file without rows has no groups to read", () => expect(groupsBetween([], 0, 10)).toEqual([]))
