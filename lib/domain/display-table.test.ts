import { expect, test } from "vitest"
import { displayTable } from "./display-table.ts"

const base64 = (numbers: number[]) => Buffer.from(new Float64Array(numbers).buffer).toString("base64")

test("a table is itself", () => {
  const table = { columns: [{ name: "a", type: "int64" as const }], rows: [[1]], totalRows: 20_000 }
  expect(displayTable({ "application/vnd.dataresource+json": table })).toMatchObject({ rows: [[1]], rowCount: 20_000 })
})

test("a KPI is one row", () => {
  expect(
    displayTable({ "application/vnd.cardloom.kpi+json": { value: 3, label: "Rain", delta: 0.5, good: "up" } }),
  ).toMatchObject({
    columns: [{ name: "label" }, { name: "value" }, { name: "delta" }],
    rows: [["Rain", 3, 0.5]],
  })
})

test("a figure is its points, also those sent as base64", () => {
  const data = [
    { type: "bar", name: "wet", x: ["a", "b"], y: { dtype: "f8", bdata: base64([1.5, Number.NaN]) } },
    { type: "bar", name: "dry", x: ["a"], y: [7] },
  ]
  const figure = { data, layout: { title: { text: "Days" } } }
  expect(displayTable({ "application/vnd.plotly.v1+json": figure })).toEqual({
    columns: [
      { name: "series", type: "string" },
      { name: "x", type: "string" },
      { name: "y", type: "double" },
    ],
    rows: [
      ["wet", "a", 1.5],
      ["wet", "b", null],
      ["dry", "a", 7],
    ],
    rowCount: 3,
    text: "Days",
  })
})

test("a pie is its labels and values", () => {
  const figure = { data: [{ type: "pie", labels: ["a"], values: [2] }], layout: {} }
  expect(displayTable({ "application/vnd.plotly.v1+json": figure }).rows).toEqual([["a", 2]])
})

test("a Vega chart is its data", () => {
  const chart = { datasets: { one: [{ a: 1, b: "x" }] } }
  expect(displayTable({ "application/vnd.vegalite.v5+json": chart }).rows).toEqual([[1, "x"]])
})

test("HTML is its text, without scripts", () => {
  expect(displayTable({ "text/html": "<h1>Rain</h1><script>steal()</script><p>259&nbsp;days</p>" }).text).toBe(
    "Rain 259 days",
  )
})
