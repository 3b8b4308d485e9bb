import { expect, test } from "vitest"
import { cronProblem } from "./cron-problem.ts"

test.each([
  ["every day at six", "0 6 * * *", null],
  ["lists, ranges, steps and names", "*/15 8-18/2 1,15 jan-mar MON-FRI", null],
  ["Sunday by either number", "0 0 * * 7", null],
  ["spaces around and between", "  0   6 * *  * ", null],
  ["four fields", "0 6 * *", "this one has 4"],
  ["seconds as a sixth field", "0 0 6 * * *", "this one has 6"],
  ["a nickname", "@daily", "five fields"],
  ["a minute too many", "60 * * * *", "60 is not a minute. Use 0 to 59."],
  ["an hour too many", "0 24 * * *", "24 is not an hour"],
  ["day zero", "0 0 0 * *", "0 is not a day of the month"],
  ["a thirteenth month", "0 0 1 13 *", "13 is not a month. Use 1 to 12, or jan to dec."],
  ["an eighth weekday", "0 0 * * 8", "8 is not a day of the week"],
  ["letters", "a * * * *", '"a" is not a minute'],
  ["a name in the wrong field", "mon * * * *", '"mon" is not a minute'],
  ["a negative number", "-5 * * * *", '"" is not a minute'],
  ["a range backwards", "0 18-8 * * *", "runs backwards"],
  ["a range of three", "0 1-2-3 * * *", "is not a range"],
  ["a step of nothing", "*/0 * * * *", "at least 1"],
  ["a step that is no number", "*/x * * * *", "is not a number"],
  ["a step beyond the field", "*/90 * * * *", "more than its largest value"],
  ["two steps", "*/2/3 * * * *", "more than one step"],
  ["a step after one number", "5/10 * * * *", "write */10 or 5-59/10"],
  ["an empty entry", "1,,2 * * * *", "empty entry"],
])("%s", (_, expression, expected) => {
  const problem = cronProblem(expression)
  if (expected === null) expect(problem).toBeNull()
  else expect(problem).toContain(expected)
})
