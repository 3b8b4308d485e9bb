import { describe, expect, test } from "vitest"
import { cronProblem } from "#lib/domain/cron-problem.ts"
import { cronOf, planEvery, planOf, planWords, type Every, type Plan } from "./plan.ts"

const plans: [string, Plan, string][] = [
  ["*/15 * * * *", { every: "minutes", minutes: 15 }, "Every 15 minutes"],
  ["30 * * * *", { every: "hour", minute: 30 }, "Every hour, at minute 30"],
  ["5 6 * * *", { every: "day", at: "06:05" }, "Every day at 06:05"],
  ["0 18 * * 1-5", { every: "weekday", at: "18:00" }, "Monday to Friday at 18:00"],
  ["0 7 * * 0", { every: "week", day: 0, at: "07:00" }, "Every Sunday at 07:00"],
  ["15 0 31 * *", { every: "month", day: 31, at: "00:15" }, "On day 31 of each month at 00:15"],
]

describe("a schedule in plain words", () => {
  test.each(plans)("%s is %j", (cron, plan, words) => {
    expect(planOf(cron)).toEqual(plan)
    expect(cronOf(plan)).toBe(cron)
    expect(planWords(cron)).toBe(words)
  })
  test.each(["0 6 1 * 1", "0 6 * 1 *", "0 6,18 * * *", "*/7 * * * *", "0 6 * *", "61 6 * * *", "0 6 * * mon", ""])(
    "%j is written as its fields",
    (cron) => expect(planOf(cron)).toEqual({ every: "custom" }),
  )
  test.each<Every>(["minutes", "hour", "day", "weekday", "week", "month"])(
    "every %s begins as one that can be",
    (every) => {
      const cron = cronOf(planEvery(every, { every: "custom" }))
      expect(cron === null ? "none" : cronProblem(cron)).toBeNull()
    },
  )
  test("keeps its time when it becomes another one", () => {
    expect(planEvery("month", { every: "day", at: "21:45" })).toEqual({ every: "month", day: 1, at: "21:45" })
  })
})
