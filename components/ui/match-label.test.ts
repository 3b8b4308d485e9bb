import { expect, test } from "vitest"
import { matchLabel } from "./match-label.ts"

test.each([
  ["a word is found by its beginning", "weath", ["Seattle weather"], true],
  ["letters are not gathered from several words", "weath", ["New card", "create", "chart"], false],
  ["an id is not searched", "card_0", ["Sales"], false],
  ["an option without words is not found", "a", [], false],
])("%s", (_, search, words, found) => expect(matchLabel("card_0123", search, words) > 0).toBe(found))
