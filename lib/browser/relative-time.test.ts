import { expect, test } from "vitest"
import { relativeTime } from "./relative-time.ts"

const now = new Date(2026, 5, 15, 12)
const before = (ms: number) => new Date(now.getTime() - ms)
const HOUR_MS = 3_600_000

test.each([
  ["seconds are now", before(20_000), "en-GB", "now"],
  ["a clock a little ahead is now, too", before(-5_000), "en-GB", "now"],
  ["minutes", before(5 * 60_000), "en-GB", "5 minutes ago"],
  ["hours are not rounded up", before(2.9 * HOUR_MS), "en-GB", "2 hours ago"],
  ["a day is called yesterday", before(25 * HOUR_MS), "en-GB", "yesterday"],
  ["after a week, the date", before(10 * 24 * HOUR_MS), "en-GB", "5 Jun"],
  ["of another year, with the year", new Date(2024, 0, 2), "en-GB", "2 Jan 2024"],
  ["in the reader's language", before(3 * HOUR_MS), "de", "vor 3 Stunden"],
])("%s", (_, at, locale, words) => expect(relativeTime(at, now, locale)).toBe(words))
