import { describe, expect, test } from "vitest"
import { isWithin, parseStoredResult } from "./stored-result.ts"

const stored = {
  key: "k",
  ranAt: "2024-03-10T12:00:00.000Z",
  asOf: null,
  result: {
    display: { "text/plain": "1" },
    stdout: "",
    warnings: [],
    inputRows: 1,
    filteredRows: 1,
    timings: { queueMs: 0, sliceMs: 0, startMs: 0, loadMs: 0, userMs: 0, serialiseMs: 0, totalMs: 0 },
  },
}

describe("what is read back", () => {
  test("is what was kept", () => expect(parseStoredResult(JSON.stringify(stored), "k")).toEqual(stored))

  test.each([
    ["nothing", ""],
    ["half of it", JSON.stringify(stored).slice(0, 100)],
    ["no JSON", "\u0000\u0001"],
    ["another result's", JSON.stringify({ ...stored, key: "l" })],
    ["another shape", JSON.stringify({ ...stored, result: { display: { "text/html": 1 } } })],
    ["null", "null"],
  ])("is not taken when it is %s", (_, text) => expect(parseStoredResult(text, "k")).toBeNull())
})

test.each([
  ["just run", "2024-03-10T12:00:00Z", true],
  ["within its age", "2024-03-10T12:00:59Z", true],
  ["at its age", "2024-03-10T12:01:00Z", false],
  ["from the future", "2024-03-10T11:59:59Z", false],
])("a result with an age of a minute: %s", (_, now, expected) =>
  expect(isWithin(60, stored, new Date(now))).toBe(expected),
)
