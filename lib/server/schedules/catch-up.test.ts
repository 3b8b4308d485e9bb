import { expect, test } from "vitest"
import { catchUp, MAX_MISSED } from "./catch-up.ts"

const daily = { cron: "0 6 * * *", timezone: "UTC" }
const often = { cron: "*/5 * * * *", timezone: "UTC" }
const at = (text: string) => new Date(`${text}Z`)

test.each([
  ["one that is due just now", daily, "2024-03-10T06:00", "2024-03-10T06:00", "2024-03-10T06:00", []],
  ["one a caller comes late for", daily, "2024-03-10T06:00", "2024-03-10T06:07", "2024-03-10T06:00", []],
  [
    "three days without anybody there",
    daily,
    "2024-03-10T06:00",
    "2024-03-12T07:00",
    "2024-03-12T06:00",
    ["2024-03-10T06:00", "2024-03-11T06:00"],
  ],
  [
    "a yearly one, long ago",
    { cron: "0 0 1 1 *", timezone: "UTC" },
    "2020-01-01T00:00",
    "2022-06-01T00:00",
    "2022-01-01T00:00",
    ["2020-01-01T00:00", "2021-01-01T00:00"],
  ],
])("%s: the latest is caught up, those before it are missed", (_, schedule, dueAt, now, latest, missed) => {
  const answer = catchUp(schedule, at(dueAt), at(now))
  expect(answer.latest).toEqual(at(latest))
  expect(answer.missed).toEqual(missed.map(at))
  expect(answer.next?.getTime()).toBeGreaterThan(at(now).getTime())
})

test("of very many missed instants the last are recorded", () => {
  const { latest, missed, next } = catchUp(often, at("2024-01-01T00:00"), at("2024-03-10T06:02"))
  expect(latest).toEqual(at("2024-03-10T06:00"))
  expect(missed).toHaveLength(MAX_MISSED)
  expect(missed.at(-1)).toEqual(at("2024-03-10T05:55"))
  expect(next).toEqual(at("2024-03-10T06:05"))
})
