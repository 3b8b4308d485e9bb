import { expect, test } from "vitest"
import type { Column } from "./column.ts"
import { diffSchemas, isUnchanged, type SchemaDiff } from "./schema-diff.ts"

const id: Column = { name: "id", type: "int64" }
const day: Column = { name: "day", type: "date" }
const dayAsText: Column = { name: "day", type: "string" }
const none: SchemaDiff = { added: [], removed: [], changed: [] }

test.each<[string, Column[], Column[], SchemaDiff]>([
  ["the same columns are no change", [id, day], [id, day], none],
  ["another order is no change", [id, day], [day, id], none],
  ["a new column is added", [id], [id, day], { ...none, added: [day] }],
  ["one that is gone is removed", [id, day], [id], { ...none, removed: [day] }],
  ["another type is a change", [day], [dayAsText], { ...none, changed: [{ name: "day", from: "date", to: "string" }] }],
  [
    "names differ by case",
    [id],
    [{ name: "ID", type: "int64" }],
    { ...none, added: [{ name: "ID", type: "int64" }], removed: [id] },
  ],
])("%s", (_, before, after, expected) => {
  expect(diffSchemas(before, after)).toEqual(expected)
  expect(isUnchanged(expected)).toBe(expected === none)
})
