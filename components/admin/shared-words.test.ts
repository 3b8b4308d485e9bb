import { expect, test } from "vitest"
import { sharedWords } from "./shared-words.ts"

test.each([
  [{ dashboards: 0, datasets: 0, cards: 0 }, null],
  [{ dashboards: 1, datasets: 0, cards: 0 }, "1 dashboard"],
  [{ dashboards: 2, datasets: 0, cards: 1 }, "2 dashboards and 1 card"],
  [{ dashboards: 1, datasets: 2, cards: 3 }, "1 dashboard, 2 datasets and 3 cards"],
])("%j is %s", (shared, words) => {
  expect(sharedWords(shared)).toBe(words)
})
