import { expect, test } from "vitest"
import { DatasetColumns } from "#lib/domain/summaries.ts"
import { filterColumns, labelOfColumn } from "./filter-columns.ts"

const datasets = [
  {
    id: "ds_1111",
    name: "Orders",
    columns: [
      { name: "day", type: "date" },
      { name: "region", type: "string" },
      { name: "amount", type: "double" },
    ],
  },
  {
    id: "ds_2222",
    name: "Visits",
    columns: [
      { name: "hits", type: "int64" },
      { name: "region", type: "string" },
      { name: "day", type: "string" },
    ],
  },
].map((dataset) => DatasetColumns.parse(dataset))

test.each([
  ["category", ["region", "hits", "day"]],
  ["date_range", ["day"]],
  ["number_range", ["amount", "hits"]],
  ["text", ["region", "day"]],
] as const)("a %s filter can use the columns of its kind, the widest reach first", (type, names) => {
  expect(filterColumns(datasets, type).map(({ name }) => name)).toEqual(names)
})

test("a column says which datasets have it in a fitting type", () => {
  expect(filterColumns(datasets, "date_range")[0]?.datasetNames).toEqual(["Orders"])
})

test.each([
  ["order_date", "Order date"],
  ["orderDate", "Order date"],
  ["SKU", "SKU"],
  ["customer.name", "Customer name"],
])("the column %s suggests the label %s", (name, label) => expect(labelOfColumn(name)).toBe(label))
