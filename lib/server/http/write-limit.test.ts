import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { countWrite } from "./write-limit.ts"

const writesUntilRefused = (userId: ReturnType<typeof newId<"usr">>, nowMs: number): number => {
  for (let count = 0; ; count += 1) {
    try {
      countWrite(userId, nowMs)
    } catch (error) {
      expect(error).toMatchObject({ code: "rate_limited", retryAfterSeconds: 1 })
      return count
    }
  }
}

test("a person may write 600 times at once, then ten times a second, whatever others do", () => {
  const [eager, other] = [newId("usr"), newId("usr")]
  expect(writesUntilRefused(eager, 0)).toBe(600)
  expect(writesUntilRefused(other, 0)).toBe(600)
  expect(writesUntilRefused(eager, 2_000)).toBe(20)
  expect(writesUntilRefused(eager, 3_600_000)).toBe(600)
})
