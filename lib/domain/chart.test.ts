import { describe, expect, test } from "vitest"
import { CardDraft, CardPatch } from "./card.ts"
import { CHART_TYPES, ChartSpec } from "./chart.ts"
import { newId } from "./ids.ts"

const sql = { name: "A", language: "sql", code: "SELECT 1" }
const pathsOf = (draft: unknown) => CardDraft.safeParse(draft).error?.issues.map(({ path }) => path.join("."))

test("there are seven kinds of chart", () => {
  expect(CHART_TYPES).toEqual(["table", "bar", "line", "area", "scatter", "pie", "number"])
})

test.each([
  ["a kind alone, whose columns are then the first that fit", { type: "bar" }],
  ["one column", { type: "line", x: "month", y: "total" }],
  ["several columns and a series", { type: "area", x: "month", y: ["a", "b"], series: "region", stacked: false }],
  ["a number with its words", { type: "number", y: "total", label: "Total", format: "currency:EUR" }],
])("a chart can be %s", (_, chart) => expect(ChartSpec.parse(chart)).toEqual(chart))

test.each([
  ["without a kind", {}],
  ["of an unknown kind", { type: "radar" }],
  ["with a setting of another kind", { type: "pie", stacked: true }],
  ["with a setting nobody knows", { type: "bar", colour: "red" }],
  ["with a format nobody knows", { type: "number", format: "euros" }],
  ["with an empty column", { type: "bar", x: "" }],
])("a chart can't be %s", (_, chart) => expect(ChartSpec.safeParse(chart).success).toBe(false))

describe("a card", () => {
  test("in SQL may have a chart, and has none unless told", () => {
    expect(CardDraft.parse({ ...sql, chart: { type: "pie" } }).chart).toEqual({ type: "pie" })
    expect(CardDraft.parse(sql).chart).toBeNull()
    expect(CardPatch.parse({ chart: null })).toEqual({ chart: null })
  })
  test("in Python is refused a chart", () => {
    expect(pathsOf({ ...sql, language: "python", chart: { type: "table" } })).toEqual(["chart"])
    expect(pathsOf({ ...sql, language: "python", chart: null })).toBeUndefined()
  })
  test("in SQL is refused aliases that differ only by case, which Python may have", () => {
    const datasets = ["Sales", "sales"].map((alias) => ({ alias, datasetId: newId("ds") }))
    expect(pathsOf({ ...sql, datasets })).toEqual(["datasets"])
    expect(pathsOf({ ...sql, datasets, language: "python" })).toBeUndefined()
  })
})
