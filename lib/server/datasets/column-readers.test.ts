import { expect, test } from "vitest"
import type { Card } from "#lib/domain/card.ts"
import type { Filter } from "#lib/domain/filter.ts"
import { newId } from "#lib/domain/ids.ts"
import { cardReading, dashboardFiltering } from "./column-readers.ts"

const [sales, other] = [newId("ds"), newId("ds")]
const one = [{ alias: "s", datasetId: sales }]
const two = [...one, { alias: "o", datasetId: other }]

test.each<[string, Pick<Card, "columns" | "datasets">, string[] | null | undefined]>([
  ["a card that declares nothing reads all columns", { columns: null, datasets: one }, null],
  ["a card reads the columns it declares", { columns: ["price", "day"], datasets: one }, ["price"]],
  ["a card that declares others is not concerned", { columns: ["day"], datasets: one }, undefined],
  ["declared by alias", { columns: { s: ["price"], o: ["region"] }, datasets: two }, ["price"]],
  [
    "another dataset's column of that name is not meant",
    { columns: { s: ["day"], o: ["price"] }, datasets: two },
    undefined,
  ],
  ["an alias without declaration reads all", { columns: { o: ["day"] }, datasets: two }, null],
  [
    "read twice, the whole counts",
    { columns: { s: ["day"] }, datasets: [...one, { alias: "again", datasetId: sales }] },
    null,
  ],
])("%s", (_, card, columns) => {
  const reader = cardReading({ id: newId("card"), name: "C", ...card }, sales, ["price", "region"])
  expect(reader?.columns).toEqual(columns)
})

const filterOn = (column: string, columnByDataset?: Record<string, string>): Filter => ({
  id: column,
  type: "text",
  label: column,
  column,
  ...(columnByDataset && { columnByDataset }),
})

test.each<[string, Filter[], string[]]>([
  ["without filters no column is used", [], []],
  ["a filter's column is", [filterOn("price")], ["price"]],
  ["under the name it has in this dataset", [filterOn("amount", { [sales]: "price" })], ["price"]],
  ["and not under the name it has elsewhere", [filterOn("price", { [sales]: "amount" })], []],
])("%s", (_, filters, columns) => {
  const reader = dashboardFiltering({ id: newId("dash"), name: "D", filters }, sales, ["price", "region"])
  expect(reader.columns).toEqual(columns)
})
