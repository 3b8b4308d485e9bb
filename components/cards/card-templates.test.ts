import { describe, expect, test } from "vitest"
import type { TemplateInput } from "#components/editor/code-template.ts"
import type { Column } from "#lib/domain/column.ts"
import { CARD_TEMPLATES, WITHOUT_DATASET, sketchOf } from "./card-templates.ts"

const weather: Column[] = [
  { name: "station_id", type: "int64" },
  { name: "date", type: "date" },
  { name: "temp max", type: "double" },
  { name: "wind", type: "double" },
  { name: "weather", type: "string" },
]
const codeOf = (id: string, inputs: readonly TemplateInput[]) =>
  CARD_TEMPLATES.find((template) => template.id === id)?.codeFor(inputs) ?? ""
const one = (columns: readonly Column[]): TemplateInput[] => [{ alias: "data", columns }]

describe("the columns a template picks", () => {
  test("are a date, measures rather than ids, and a category", () => {
    expect(sketchOf(one(weather))).toMatchObject({
      table: "dataset",
      date: "date",
      number: "temp max",
      otherNumber: "wind",
      category: "weather",
    })
  })
  test("are ids where there is no other number", () => {
    expect(sketchOf(one([{ name: "id", type: "int64" }])).number).toBe("id")
  })
})

describe("the code of a template", () => {
  test("names the chosen columns", () => {
    expect(codeOf("line", one(weather))).toMatch(/Grouper\(key="date", freq="MS"\)\)\n.*\["temp max"\]/)
    expect(codeOf("bar", one(weather))).toContain(`groupby("weather")["temp max"]`)
  })
  test("reads the first dataset by its alias when there are several", () => {
    expect(codeOf("blank", [...one(weather), { alias: "other", columns: [] }])).toContain(`dataset["data"].head`)
  })
  test("turns decimals into floats first", () => {
    expect(codeOf("kpi", one([{ name: "price", type: "decimal" }]))).toContain(
      `table = dataset.astype({"price": "float64"})\n`,
    )
  })
  test("counts rows where there is nothing to measure", () => {
    expect(codeOf("line", one([{ name: "day", type: "date" }]))).toContain(".size()")
    expect(codeOf("bar", one([{ name: "kind", type: "string" }]))).toContain(".value_counts()")
  })
  test("keeps quotes in a column's name within its string", () => {
    expect(codeOf("bar", one([{ name: `a"b\\c`, type: "string" }]))).toContain(String.raw`dataset["a\"b\\c"]`)
  })
  test.each(CARD_TEMPLATES)("$name asks for a dataset while there is none", ({ codeFor }) =>
    expect(codeFor([])).toBe(WITHOUT_DATASET),
  )
})
