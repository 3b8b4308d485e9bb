import { describe, expect, test } from "vitest"
import { ChartSpec } from "#lib/domain/chart.ts"
import type { Column } from "#lib/domain/column.ts"
import { chartOf, partsOf, withChartType } from "./chart-draft.ts"

const COLUMNS: Column[] = [
  { name: "units", type: "int64" },
  { name: "region", type: "string" },
  { name: "total", type: "decimal" },
]

test.each<[string, ChartSpec]>([
  ["a table", { type: "table" }],
  ["bars", { type: "bar", x: "a", y: ["b", "c"], series: "d", stacked: true, horizontal: true }],
  ["areas apart", { type: "area", x: "a", y: ["b"], stacked: false }],
  ["slices", { type: "pie", x: "a", y: ["b"] }],
  ["a number", { type: "number", y: "b", label: "B", format: "percent" }],
])("%s are the same after editing", (_, chart) => {
  expect(chartOf(partsOf(chart))).toEqual(chart)
})

test.each<[ChartSpec["type"], ChartSpec]>([
  ["table", { type: "table" }],
  ["bar", { type: "bar", x: "region", y: ["units"] }],
  ["line", { type: "line", x: "region", y: ["units"] }],
  ["scatter", { type: "scatter", x: "units", y: ["total"] }],
  ["pie", { type: "pie", x: "region", y: ["units"] }],
  ["number", { type: "number", y: "units" }],
])("choosing %s takes the columns that fit", (type, chart) => {
  const chosen = chartOf(withChartType({ type: "table" }, type, COLUMNS))
  expect(chosen).toEqual(chart)
  expect(ChartSpec.parse(chosen)).toEqual(chart)
})

describe("changing the kind of chart", () => {
  const bars = partsOf({ type: "bar", x: "region", y: ["total", "units"], stacked: true })
  test("keeps what the other kind knows too", () => {
    expect(chartOf(withChartType(bars, "line", COLUMNS))).toEqual({ type: "line", x: "region", y: ["total", "units"] })
    expect(chartOf(withChartType(bars, "pie", COLUMNS))).toEqual({ type: "pie", x: "region", y: ["total"] })
  })
  test("drops the columns the result no longer has", () => {
    const gone = { ...bars, x: "gone", y: ["gone"], series: "gone" }
    expect(chartOf(withChartType(gone, "bar", COLUMNS))).toEqual({
      type: "bar",
      x: "region",
      y: ["units"],
      stacked: true,
    })
  })
  test("without a result leaves the columns to the first run", () => {
    expect(chartOf(withChartType({ type: "table" }, "bar", []))).toEqual({ type: "bar" })
  })
})
