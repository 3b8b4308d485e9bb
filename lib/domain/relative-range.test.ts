import { expect, test } from "vitest"
import { absoluteRange, addDays, dayIn } from "./relative-range.ts"

test.each([
  ["today", "2024-03-01", "2024-03-01", "2024-03-01"],
  ["yesterday", "2024-03-01", "2024-02-29", "2024-02-29"],
  ["last_7_days", "2024-03-01", "2024-02-24", "2024-03-01"],
  ["last_30_days", "2024-01-15", "2023-12-17", "2024-01-15"],
  ["last_90_days", "2024-03-31", "2024-01-02", "2024-03-31"],
  ["this_month", "2023-02-10", "2023-02-01", "2023-02-28"],
  ["last_month", "2024-01-31", "2023-12-01", "2023-12-31"],
  ["last_month", "2024-03-31", "2024-02-01", "2024-02-29"],
  ["this_quarter", "2024-12-31", "2024-10-01", "2024-12-31"],
  ["last_quarter", "2024-02-29", "2023-10-01", "2023-12-31"],
  ["this_year", "2024-06-15", "2024-01-01", "2024-12-31"],
  ["last_year", "2024-06-15", "2023-01-01", "2023-12-31"],
  ["year_to_date", "2024-06-15", "2024-01-01", "2024-06-15"],
] as const)("%s on %s is %s to %s", (relative, today, start, end) => {
  expect(absoluteRange(relative, today)).toEqual({ start, end })
})

test.each([
  ["UTC", "2024-06-30T23:30:00Z", "2024-06-30"],
  ["Asia/Tokyo", "2024-06-30T23:30:00Z", "2024-07-01"],
  ["America/New_York", "2024-07-01T03:30:00Z", "2024-06-30"],
])("in %s, %s falls on %s", (timezone, instant, day) => {
  expect(dayIn(timezone, new Date(instant))).toBe(day)
})

test("a day after the last of the year is the first of the next", () => {
  expect(addDays("0099-12-31", 1)).toBe("0100-01-01")
})
