import { expect, test } from "vitest"
import { unusedResults } from "./sweep-results.ts"

const now = new Date("2024-03-10T12:00:00Z")
const DAYS = 24 * 60

const swept = (ageMinutesByKey: Record<string, number>) =>
  unusedResults(
    Object.entries(ageMinutesByKey).map(([key, minutes]) => ({
      key,
      modifiedAt: new Date(now.getTime() - minutes * 60_000),
    })),
    now,
  )

test.each<[string, Record<string, number>, string[]]>([
  ["nothing is there", {}, []],
  ["a lineage's only result stays for a week and a day", { "results/ab/l/x": 8 * DAYS }, []],
  ["and goes after that", { "results/ab/l/x": 8 * DAYS + 1 }, ["results/ab/l/x"]],
  ["what was superseded stays for an hour", { "results/ab/l/x": 60, "results/ab/l/y": 1 }, []],
  ["and goes after that", { "results/ab/l/x": 61, "results/ab/l/y": 1 }, ["results/ab/l/x"]],
  ["lineages do not supersede each other", { "results/ab/l/x": 61, "results/ab/m/y": 1 }, []],
])("%s", (_, objects, expected) => expect(swept(objects)).toEqual(expected))
