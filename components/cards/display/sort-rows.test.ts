import { expect, test } from "vitest"
import type { ColumnType } from "#lib/domain/column.ts"
import type { Json } from "#lib/domain/json.ts"
import { sortedOrder } from "./sort-rows.ts"

const order = (values: Json[], type: ColumnType, descending = false) =>
  sortedOrder(
    values.map((value) => [value]),
    [type],
    { column: 0, descending },
  )

test.each<[string, Json[], ColumnType, boolean, number[]]>([
  ["numbers by size, not by digits", [10, 9, 100], "double", false, [1, 0, 2]],
  ["integers beyond 2^53 exactly", ["9007199254740993", "9007199254740992", 1], "int64", false, [2, 1, 0]],
  ["decimals, which travel as text", ["10.5", "9.25"], "decimal", false, [1, 0]],
  ["dates", ["2024-02-01", "2023-12-31"], "date", true, [0, 1]],
  ["text as people count", ["item 10", "Item 2"], "string", false, [1, 0]],
  ["empty cells last", [null, 2, 1], "int64", false, [2, 1, 0]],
  ["empty cells last downwards too", [null, 2, 1], "int64", true, [1, 2, 0]],
  ["equal rows in their order", [1, 1, 1], "int64", true, [0, 1, 2]],
])("sorts %s", (_, values, type, descending, expected) => expect(order(values, type, descending)).toEqual(expected))

test("without sorting the rows stay as the card gave them", () => {
  expect(sortedOrder([["b"], ["a"]], ["string"], null)).toEqual([0, 1])
})
