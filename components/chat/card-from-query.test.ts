import { expect, test } from "vitest"
import type { QueryResult } from "#lib/domain/chat-tools.ts"
import { newId } from "#lib/domain/ids.ts"
import { cardFromQuery } from "./card-from-query.ts"

const dataset = (alias: string, canUse: boolean): QueryResult["datasets"][number] => ({
  alias,
  datasetId: newId("ds"),
  name: `The ${alias}`,
  dataVersionId: newId("dv"),
  versionNumber: 1,
  rows: 3,
  asOf: "2026-03-01T00:00:00Z",
  canUse,
})
const result = (datasets: QueryResult["datasets"]): QueryResult => ({
  kind: "sql",
  queryId: newId("qry"),
  datasets,
  filtersApplied: [],
  ranAt: "2026-03-01T00:00:00Z",
  asOf: null,
  columns: [],
  rows: [],
  rowCount: 0,
  truncated: false,
  sql: "SELECT 1",
  purpose: "sales by month.",
  filteredRows: 3,
})

test("a query becomes a card over the same datasets, named after its purpose", () => {
  const sales = dataset("sales", true)
  expect(cardFromQuery(result([sales]), null)).toEqual({
    draft: {
      name: "Sales by month",
      code: "SELECT 1",
      datasets: [{ alias: "sales", datasetId: sales.datasetId }],
      chart: null,
    },
    problem: null,
  })
})

test("a chart brings its drawing and its title along", () => {
  const { draft } = cardFromQuery(result([]), { spec: { type: "bar" }, title: "Sales" })
  expect(draft).toMatchObject({ name: "Sales", chart: { type: "bar" } })
})

test("a dataset the reader may not use in cards is named", () => {
  const offer = cardFromQuery(result([dataset("sales", true), dataset("costs", false)]), null)
  expect(offer.draft).toBeNull()
  expect(offer.problem).toContain("“The costs”")
})
