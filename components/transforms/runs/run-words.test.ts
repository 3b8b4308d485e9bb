import { expect, test } from "vitest"
import { durationMsOf, formatDuration, statusWords } from "./run-words.ts"

test.each([
  [0, "0.0s"],
  [1_240, "1.2s"],
  [12_400, "12s"],
  [65_000, "1m 5s"],
  [3_725_000, "1h 2m 5s"],
])("%i ms are %s", (durationMs, words) => expect(formatDuration(durationMs, "en-US")).toBe(words))

test("a run that has not ended has lasted until now; one that has not begun, for no time at all", () => {
  const startedAt = "2026-01-01T00:00:00.000Z"
  expect(durationMsOf({ startedAt }, new Date("2026-01-01T00:00:05.000Z"))).toBe(5000)
  expect(durationMsOf({ startedAt, finishedAt: "2026-01-01T00:00:02.000Z" }, null)).toBe(2000)
  expect(durationMsOf({ startedAt: null }, new Date())).toBeNull()
})

test("a run nobody was there for was missed rather than cancelled", () => {
  expect(statusWords({ status: "cancelled", outcome: "missed" }).words).toBe("Missed")
  expect(statusWords({ status: "cancelled" }).words).toBe("Cancelled")
})
