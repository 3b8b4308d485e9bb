import { describe, expect, test } from "vitest"
import { deltaTone, formatDelta, formatKpi } from "./format-kpi.ts"

describe("a KPI's number", () => {
  test.each([
    ["large numbers are grouped and whole", 1_234_567.8, null, "en-GB", "1,234,568"],
    ["middling ones keep two decimals", 12.345, "number", "en-GB", "12.35"],
    ["small ones keep three digits", 0.001_234_5, null, "en-GB", "0.00123"],
    ["percent", 0.1234, "percent", "en-GB", "12.3%"],
    ["in the reader's language", 1234.5, "currency:EUR", "de-DE", "1.235\u00a0€"],
    ["small sums keep their cents", 9.5, "currency:USD", "en-US", "$9.5"],
    ["compact", 1_260_000, "compact", "en-US", "1.3M"],
    ["a duration in its two largest units", 7530, "duration", "en-GB", "2 hrs 5 mins"],
    ["no time at all", 0, "duration", "en-GB", "0 secs"],
    ["an unknown format is a plain number", 5, "furlongs", "en-GB", "5"],
    ["text stays text", "n/a", "percent", "en-GB", "n/a"],
    ["nothing is a dash", null, null, "en-GB", "–"],
  ])("%s", (_, value, format, locale, expected) => {
    expect(formatKpi(value, format, locale)).toBe(expected)
  })
})

test("a change carries its sign", () => {
  expect(formatDelta(5, null, "en-GB")).toBe("+5")
  expect(formatDelta(-0.05, "percent", "en-GB")).toBe("-5%")
  expect(formatDelta(0, null, "en-GB")).toBe("0")
})

test.each([
  [1, "up", "positive"],
  [-1, "up", "negative"],
  [1, "down", "negative"],
  [-1, "down", "positive"],
  [1, "none", "neutral"],
  [0, "up", "neutral"],
] as const)("a change of %d, good when %s, is %s", (delta, good, tone) => expect(deltaTone(delta, good)).toBe(tone))
