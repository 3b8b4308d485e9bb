import { expect, test } from "vitest"
import { DEFAULT_MAX_AGE_SECONDS, MAX_MAX_AGE_SECONDS } from "#lib/domain/card.ts"
import { maxAgeOptions } from "./max-age-options.ts"

test("the default and the longest age are among the choices, shortest first", () => {
  const values = maxAgeOptions(DEFAULT_MAX_AGE_SECONDS).map(({ value }) => Number(value))
  expect(values).toContain(DEFAULT_MAX_AGE_SECONDS)
  expect(values.at(-1)).toBe(MAX_MAX_AGE_SECONDS)
  expect(values).toEqual(values.toSorted((a, b) => a - b))
})

test.each([
  [1, "1 second"],
  [90, "90 seconds"],
  [300, "5 minutes"],
  [7200, "2 hours"],
  [172_800, "2 days"],
])("an age of %i seconds set by the API is a choice too", (seconds, label) => {
  expect(maxAgeOptions(seconds)).toContainEqual({ value: String(seconds), label })
})
