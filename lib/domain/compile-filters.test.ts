import { expect, test } from "vitest"
import { compileFilters, startOfDay } from "./compile-filters.ts"
import type { ColumnType } from "./column.ts"
import { Filter, type FilterValues, type Predicate } from "./filter.ts"
import { resolveFilters } from "./resolve-filters.ts"

const dataset = (type: ColumnType, name = "c") => ({ id: "ds_sales", columns: [{ name, type }] })
const filter = (type: Filter["type"], extra: Partial<Filter> = {}) =>
  Filter.parse({ id: "f", type, label: "F", column: "c", ...extra })
const compile = (f: Filter, value: unknown, data: ReturnType<typeof dataset>, timezone = "UTC") => {
  const values: FilterValues = value === undefined ? {} : { f: value }
  return compileFilters([f], resolveFilters([f], values, "2024-03-15"), data, timezone)
}

test.each<[string, Filter, unknown, ReturnType<typeof dataset>, Predicate]>([
  ["an emptied list keeps none", filter("category"), [], dataset("string"), { op: "in", column: "c", values: [] }],
  [
    "a quote is data",
    filter("category"),
    ["o'b", null],
    dataset("string"),
    { op: "in", column: "c", values: ["o'b", null] },
  ],
  [
    "a date column takes both ends",
    filter("date_range"),
    { start: "2024-01-01", end: "2024-01-31" },
    dataset("date"),
    { op: "range", column: "c", gte: "2024-01-01", lte: "2024-01-31" },
  ],
  [
    "a timestamp takes the whole last day",
    filter("date_range"),
    { end: "2024-02-28" },
    dataset("timestamp"),
    { op: "range", column: "c", lt: "2024-02-29T00:00:00" },
  ],
  [
    "numbers take both ends",
    filter("number_range"),
    { min: 0, max: 5 },
    dataset("decimal"),
    { op: "range", column: "c", gte: 0, lte: 5 },
  ],
  ["text is literal", filter("text"), "50%_", dataset("string"), { op: "contains", column: "c", text: "50%_" }],
  [
    "a dataset may call the column otherwise",
    filter("category", { columnByDataset: { ds_sales: "area" } }),
    ["n"],
    dataset("string", "area"),
    { op: "in", column: "area", values: ["n"] },
  ],
])("%s", (_, f, value, data, predicate) => {
  expect(compile(f, value, data)).toEqual({ predicates: [predicate], appliedFilterIds: ["f"] })
})

test.each<[string, Filter, unknown, ReturnType<typeof dataset>]>([
  ["it is not set", filter("category"), undefined, dataset("string")],
  ["the dataset lacks the column", filter("category"), ["a"], dataset("string", "other")],
  ["a date range meets a number", filter("date_range"), { start: "2024-01-01" }, dataset("int64")],
  ["a number range meets a text", filter("number_range"), { min: 1 }, dataset("string")],
  ["the range is open at both ends", filter("date_range"), {}, dataset("date")],
  ["the text is empty", filter("text"), "", dataset("string")],
])("a filter does not reach a dataset when %s", (_, f, value, data) => {
  expect(compile(f, value, data)).toEqual({ predicates: [], appliedFilterIds: [] })
})

test("with a zone, days begin at the workspace's midnight", () => {
  const { predicates } = compile(
    filter("date_range"),
    { start: "2024-03-10", end: "2024-03-10" },
    dataset("timestamptz"),
    "America/New_York",
  )
  // The clocks go forward that day: it has 23 hours.
  expect(predicates).toEqual([
    { op: "range", column: "c", gte: "2024-03-10T05:00:00.000Z", lt: "2024-03-11T04:00:00.000Z" },
  ])
})

test.each([
  ["2024-11-03", "America/New_York", "2024-11-03T04:00:00.000Z"],
  ["2024-07-01", "Asia/Tokyo", "2024-06-30T15:00:00.000Z"],
  ["2024-04-07", "Australia/Lord_Howe", "2024-04-06T13:00:00.000Z"],
])("%s begins in %s at %s", (day, timezone, instant) => {
  expect(startOfDay(day, timezone)).toBe(instant)
})
