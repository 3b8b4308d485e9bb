import { expect, test } from "vitest"
import { detailWords } from "./audit-words.ts"

test.each([
  ["names of fields are words", { rowCount: 10_000, runId: "run_1" }, "row count: 10000, run: run_1"],
  ["what is empty is left out", { role: "admin", email: "", before: null }, "role: admin"],
  ["lists are told as they are", { columns: ["a", "b"] }, 'columns: ["a","b"]'],
])("%s", (_, details, words) => expect(detailWords(details)).toBe(words))
