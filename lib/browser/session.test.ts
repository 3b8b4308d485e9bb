import { expect, test } from "vitest"
import { outcomeOf } from "./session.ts"

test.each([
  ["no reason given means it worked", "", "signed-in"],
  ["wrong credentials are refused", "error=CredentialsSignin", "refused"],
  ["too many tries are told apart", "error=rate_limited", "rate_limited"],
  ["what the server could not check is not held against the reader", "error=unavailable", "unavailable"],
  ["a stale form is not a refusal", "csrf=true", "unavailable"],
])("%s", (_, query, outcome) => expect(outcomeOf(new URLSearchParams(query))).toBe(outcome))
