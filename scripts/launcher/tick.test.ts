import { expect, test } from "vitest"
import { msToNextMinute } from "./tick.ts"

test.each([
  ["in the middle of a minute", "06:00:30.000", 30_200],
  ["just before one begins", "06:00:59.999", 201],
  ["where a timer came a little early", "06:00:00.100", 100],
  ["just after a tick", "06:00:00.201", 59_999],
])("%s, the next tick is just after the next minute begins", (_, time, waitMs) => {
  expect(msToNextMinute(Date.parse(`2024-03-10T${time}Z`))).toBe(waitMs)
})
