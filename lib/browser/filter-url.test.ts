import { describe, expect, test } from "vitest"
import type { Filter, FilterValue } from "#lib/domain/filter.ts"
import { decodeFilterValue, encodeFilterValue } from "./filter-url.ts"

const filter = (type: Filter["type"], over: Partial<Filter> = {}): Filter => ({
  id: "f",
  type,
  label: "F",
  column: "c",
  ...over,
})

describe("a filter's value in the address", () => {
  test.each<[Filter["type"], FilterValue | null, string]>([
    ["category", ["North", null], '["North",null]'],
    ["category", [], "[]"],
    ["category", [1, true], "[1,true]"],
    ["category", null, "*"],
    ["date_range", { relative: "last_30_days" }, "last_30_days"],
    ["date_range", { start: "2024-01-01", end: "2024-01-31" }, "2024-01-01..2024-01-31"],
    ["date_range", { start: "2024-01-01" }, "2024-01-01.."],
    ["date_range", { end: "2024-01-31" }, "..2024-01-31"],
    ["date_range", null, "*"],
    ["number_range", { min: -1.5, max: 20 }, "-1.5..20"],
    ["number_range", { max: 0 }, "..0"],
    ["text", "a..b*", "a..b*"],
    ["text", null, ""],
  ])("%s %j is written %s, and read back", (type, value, text) => {
    expect(encodeFilterValue(filter(type), value)).toBe(text)
    expect(decodeFilterValue(filter(type), text)).toEqual(value)
  })

  test.each<[string, Filter, string]>([
    ["a category that is not JSON", filter("category"), "North"],
    ["a category that is no list", filter("category"), '{"a":1}'],
    ["two values where one is allowed", filter("category", { multi: false }), '["a","b"]'],
    ["a period nobody knows", filter("date_range"), "last_5_moons"],
    ["an impossible day", filter("date_range"), "2024-02-30.."],
    ["dates in the wrong order", filter("date_range"), "2024-02-01..2024-01-01"],
    ["no end at all", filter("date_range"), ".."],
    ["a number that is none", filter("number_range"), "ten..20"],
    ["min above max", filter("number_range"), "3..2"],
    ["a text beyond any sense", filter("text"), "x".repeat(1001)],
  ])("%s is no value", (_, ofFilter, text) => expect(decodeFilterValue(ofFilter, text)).toBeUndefined())
})
