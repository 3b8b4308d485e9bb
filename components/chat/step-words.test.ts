import { expect, test } from "vitest"
import { isStepRunning, stepFailure, stepWords, type ToolPart } from "./step-words.ts"

const call = { type: "tool-queryData", toolCallId: "a" } as const
const input = { sql: "SELECT 1", purpose: "sales by month" }

test.each<[string, ToolPart, string, boolean, string | null]>([
  ["a call still being written", { ...call, state: "input-streaming", input: undefined }, "Query", true, null],
  ["a call under way says what for", { ...call, state: "input-available", input }, "Query: sales by month", true, null],
  [
    "a refusal is told in the tool's words",
    { ...call, state: "output-available", input, output: { error: { code: "refused", message: "Reads only." } } },
    "Query: sales by month",
    false,
    "Reads only.",
  ],
  [
    "a call that made no sense",
    { ...call, state: "output-error", input: undefined, rawInput: { sql: 5 }, errorText: "It made no sense." },
    "Query",
    false,
    "It made no sense.",
  ],
])("%s", (_, part, words, running, failure) => {
  expect([stepWords(part), isStepRunning(part), stepFailure(part)]).toEqual([words, running, failure])
})
