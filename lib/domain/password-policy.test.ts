import { expect, test } from "vitest"
import { passwordProblem } from "./password-policy.ts"

test.each([
  ["a phrase is fine", "correct horse battery", null],
  ["a common one is not", "Password123", "first"],
  ["nor one's address", "Ada.Lovelace@example.org", "address"],
  ["nor the part before the @", "ada.lovelace", "address"],
  ["nor one letter many times", "aaaaaaaaaaaa", "same few"],
])("%s", (_, password, expected) => {
  const problem = passwordProblem(password, "ada.lovelace@example.org")
  if (expected === null) expect(problem).toBeNull()
  else expect(problem).toContain(expected)
})
