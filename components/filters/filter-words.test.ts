import { expect, test } from "vitest"
import type { Filter, FilterValue } from "#lib/domain/filter.ts"
import { filterWords } from "./filter-words.ts"

test.each<[Filter["type"], FilterValue | null, string | null]>([
  ["category", null, null],
  ["category", [], "none"],
  ["category", ["North", null], "North, (empty)"],
  ["category", ["a", "b", "c", "d"], "a, b +2"],
  ["date_range", { relative: "last_30_days" }, "Last 30 days"],
  ["date_range", { start: "2024-02-29" }, "from 29 Feb 2024"],
  ["date_range", { end: "2024-02-29" }, "until 29 Feb 2024"],
  ["date_range", {}, null],
  ["number_range", { min: 1000, max: 2000 }, "1,000 to 2,000"],
  ["number_range", { min: 0 }, "at least 0"],
  ["number_range", {}, null],
  ["text", "ab", "contains “ab”"],
  ["text", "", null],
])("%s %j reads %s", (type, value, words) => {
  expect(filterWords({ id: "f", type, label: "F", column: "c" }, value, "en-GB")).toBe(words)
})

test("a range within one month says the month once", () => {
  const filter: Filter = { id: "f", type: "date_range", label: "F", column: "c" }
  expect(filterWords(filter, { start: "2024-01-01", end: "2024-01-31" }, "en-GB")?.replaceAll(/\s/g, "")).toBe(
    "1–31Jan2024",
  )
})
