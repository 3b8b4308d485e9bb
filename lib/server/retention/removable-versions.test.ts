import { expect, test } from "vitest"
import { removableVersions } from "./removable-versions.ts"

/** One version a day from the first of January, the first current for a day. */
const history = (count: number, first = 1) =>
  Array.from({ length: count }, (_, index) => ({
    number: first + index,
    id: `dv_${first + index}`,
    publishedAt: new Date(Date.UTC(2024, 0, first + index)).toISOString(),
  }))

const rule = (change: Partial<Parameters<typeof removableVersions>[1]> = {}) => ({
  currentNumber: 10,
  keep: 3,
  replacedBefore: new Date(Date.UTC(2024, 0, 5)),
  inUse: new Set<string>(),
  ...change,
})

test.each([
  ["those replaced before the day go", history(10), rule(), [1, 2, 3]],
  [
    "the last few stay however old",
    history(10),
    rule({ replacedBefore: new Date("2030-01-01") }),
    [1, 2, 3, 4, 5, 6, 7],
  ],
  ["all stay while they are few", history(3), rule({ currentNumber: 3, replacedBefore: new Date("2030-01-01") }), []],
  [
    "the current one stays with nothing else to keep",
    history(2),
    rule({ currentNumber: 2, keep: 1, replacedBefore: new Date("2030-01-01") }),
    [1],
  ],
  ["what a run is reading stays", history(10), rule({ inUse: new Set(["dv_2"]) }), [1, 3]],
  ["what was left out before changes nothing", history(4, 3), rule(), [3]],
  ["the last of a part stays: when it was replaced is not known", history(2), rule(), [1]],
  ["nothing gives nothing", [], rule(), []],
])("%s", (_, versions, given, expected) => expect(removableVersions(versions, given)).toEqual(expected))
