import { expect, test } from "vitest"
import { countDays, dayAfter, daysBefore, daysDown } from "./days.ts"

test.each([
  ["in a month", "2026-03-04", "2026-03-05"],
  ["over a leap day", "2024-02-28", "2024-02-29"],
  ["over the new year", "2026-12-31", "2027-01-01"],
  ["over the night the clocks change", "2026-03-29", "2026-03-30"],
])("the day after, %s, and back", (_, day, next) => {
  expect(dayAfter(day)).toBe(next)
  expect(daysBefore(next, 1)).toBe(day)
})

test("days are counted and listed with both ends, latest first", () => {
  expect(daysDown("2026-03-01", "2026-02-27")).toEqual(["2026-03-01", "2026-02-28", "2026-02-27"])
  expect(countDays("2026-02-27", "2026-03-01")).toBe(3)
  expect(daysDown("2026-02-27", "2026-03-01")).toEqual([])
})
