import { expect, test } from "vitest"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import { errorOfOutcome, errorOfSlice } from "./card-error.ts"
import { SliceFailed } from "./slice-failed.ts"

const limits = { timeoutMs: 10_000, memoryBytes: 2 * 1024 ** 3, outputBytes: 5 * 1024 ** 2 }
type Failed = Extract<SandboxOutcome, { ok: false }>
const failed = (over: Partial<Failed>): Failed => ({
  ok: false,
  reason: "crashed",
  startMs: 1,
  runMs: 1,
  started: true,
  reused: false,
  answerBytes: 0,
  ...over,
})
const crash = (signal: number, maxRssBytes: number) =>
  failed({ exit: { type: "exit", job: "j1", reason: "crashed", signal, maxRssBytes } })

test.each([
  ["a timeout names its limit", failed({ reason: "timeout" }), "execution_timeout", "This card ran longer than 10 s."],
  [
    "memory names its limit",
    failed({ reason: "out_of_memory" }),
    "memory_limit",
    "This card needed more than 2 GB of memory.",
  ],
  [
    "output names its limit",
    failed({ reason: "answer_too_large" }),
    "output_too_large",
    "This card returned more than 5 MB.",
  ],
  ["a segmentation fault is a crash", crash(11, 1e8), "execution_failed", "The card's process crashed (SIGSEGV)."],
  [
    "an abort with nearly all memory used is a lack of memory",
    crash(6, 1.9 * 1024 ** 3),
    "memory_limit",
    "This card needed more than 2 GB of memory.",
  ],
  [
    "leaving early is no result",
    failed({ reason: "silent" }),
    "execution_failed",
    "The card's process ended before it gave a result.",
  ],
  ["a cancelled run says so", failed({ reason: "disconnected" }), "cancelled", "This run was cancelled."],
])("%s", (_, outcome, code, message) => expect(errorOfOutcome(outcome, limits)).toMatchObject({ code, message }))

test("a lost sandbox may be tried again", () => {
  expect(errorOfOutcome(failed({ reason: "lost" }), limits).retryable).toBe(true)
})

test("an unknown column is named, with those there are", () => {
  const failure = new SliceFailed("unknown_column", 'The dataset has no column "pirce".', {
    column: "pirce",
    available: ["price", "day"],
  })
  expect(errorOfSlice(failure, limits)).toMatchObject({ type: "UnknownColumn", hint: "Its columns are: price, day." })
})
