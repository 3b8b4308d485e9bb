import { expect, test } from "vitest"
import { checkSchedule, nextInstants } from "./next-instants.ts"

const NEW_YORK = "America/New_York"
const LORD_HOWE = "Australia/Lord_Howe"

test.each<[string, string, string, string, string[]]>([
  [
    "a day begins by its zone's clock",
    "0 6 * * *",
    "Europe/Berlin",
    "2026-01-10T00:00:00Z",
    ["2026-01-10T05:00:00Z", "2026-01-11T05:00:00Z"],
  ],
  ["an instant is not its own next one", "0 6 * * *", "UTC", "2026-01-10T06:00:00Z", ["2026-01-11T06:00:00Z"]],
  // New York skips 02:00 to 03:00 on 8 March 2026, and shows 01:00 to 02:00 twice on 1 November 2026.
  [
    "a skipped time fires at the first instant after the gap",
    "30 2 * * *",
    NEW_YORK,
    "2026-03-07T12:00:00Z",
    ["2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z"],
  ],
  [
    "a series within the gap fires once",
    "*/15 2 * * *",
    NEW_YORK,
    "2026-03-07T12:00:00Z",
    ["2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z", "2026-03-09T06:15:00Z"],
  ],
  [
    "what is due in the gap and at its end fires once",
    "0,30 2-3 * * *",
    NEW_YORK,
    "2026-03-08T05:00:00Z",
    ["2026-03-08T07:00:00Z", "2026-03-08T07:30:00Z", "2026-03-09T06:00:00Z"],
  ],
  [
    "hours go on through a gap",
    "0 * * * *",
    NEW_YORK,
    "2026-03-08T05:30:00Z",
    ["2026-03-08T06:00:00Z", "2026-03-08T07:00:00Z", "2026-03-08T08:00:00Z"],
  ],
  [
    "a repeated time fires once, the first time",
    "30 1 * * *",
    NEW_YORK,
    "2026-10-31T12:00:00Z",
    ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"],
  ],
  // Lord Howe Island moves by half an hour: forward at 02:00 on 4 October 2026, back at 02:00 on 5 April 2026.
  [
    "a gap of half an hour",
    "15 2 * * *",
    LORD_HOWE,
    "2026-10-02T20:00:00Z",
    ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"],
  ],
  [
    "half an hour that comes twice",
    "45 1 * * *",
    LORD_HOWE,
    "2026-04-03T20:00:00Z",
    ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"],
  ],
  [
    "outside the half hour nothing is special",
    "45 2 * * *",
    LORD_HOWE,
    "2026-10-02T20:00:00Z",
    ["2026-10-03T15:45:00Z", "2026-10-04T15:45:00Z"],
  ],
  ["the last of February waits for a leap year", "0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", ["2028-02-29T00:00:00Z"]],
  ["a date there is not never comes", "0 0 31 2 *", "UTC", "2026-01-01T00:00:00Z", []],
])("%s", (_, cron, timezone, after, expected) => {
  const instants = nextInstants({ cron, timezone }, new Date(after), expected.length || 1)
  expect(instants.map((instant) => instant.toISOString().replace(".000Z", "Z"))).toEqual(expected)
})

test.each([
  ["every five minutes is often enough", "*/5 * * * *", null],
  ["every minute is too often", "* * * * *", "more often than every 5 minutes"],
  ["two close minutes are too", "0,2 6 * * *", "more often than every 5 minutes"],
  ["59 and 0 are neighbours", "0,59 * * * *", "more often than every 5 minutes"],
  ["a date there is not", "0 0 31 2 *", "never fires"],
  ["what can't be read", "nonsense", "five fields"],
])("%s", (_, cron, expected) => {
  const check = () => checkSchedule({ cron, timezone: "UTC" }, new Date("2026-01-01T00:00:00Z"))
  if (expected === null) expect(check).not.toThrow()
  else expect(check).toThrow(expected)
})
