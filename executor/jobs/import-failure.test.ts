import { expect, test } from "vitest"
import { AppError } from "#lib/domain/app-error.ts"
import type { ExitReport, FailureReason, SandboxFailure } from "../sandbox/messages.ts"
import { failureOfError, failureOfOutcome, isOurs } from "./import-failure.ts"

const MB = 1024 ** 2
const limits = { timeoutMs: 1000, memoryBytes: 1000 * MB, scratchBytes: 64 * MB, textBytes: MB }
const circumstances = { startMs: 0, runMs: 0, started: true, reused: false, answerBytes: 0 }

const exit = (signal: number | null, maxRssBytes: number): ExitReport => ({
  type: "exit",
  job: "j1",
  reason: "crashed",
  signal,
  maxRssBytes,
})
const told = (code: string, more: object = {}): SandboxFailure => ({ type: "failure", code, message: "m", ...more })

test.each<[string, FailureReason, { failure?: SandboxFailure; exit?: ExitReport }, string, boolean]>([
  ["a refusal is passed on", "failed", { failure: told("invalid_file", { retryable: false }) }, "invalid_file", false],
  ["too little memory", "failed", { failure: told("memory_limit") }, "memory_limit", false],
  ["a file above the limit", "failed", { failure: told("file_too_large") }, "too_large", false],
  ["a full disk may have room later", "failed", { failure: told("disk_full") }, "internal", true],
  ["a failure of our own", "failed", { failure: told("internal", { retryable: false }) }, "internal", true],
  ["what says nothing known", "failed", { failure: told("strange") }, "internal", true],
  ["too long", "timeout", {}, "timeout", false],
  ["too much disk", "scratch_full", {}, "too_large", false],
  ["a reader that left", "disconnected", {}, "cancelled", true],
  ["a crash by a signal is the file's", "crashed", { exit: exit(11, MB) }, "invalid_file", false],
  ["a crash near the limit is memory's", "crashed", { exit: exit(6, 900 * MB) }, "memory_limit", false],
  ["any other end is ours", "crashed", { exit: exit(null, MB) }, "internal", true],
  ["a lost sandbox", "lost", {}, "internal", true],
])("%s", (_, reason, more, code, retryable) => {
  const failure = failureOfOutcome({ ok: false, reason, ...more, ...circumstances }, limits)
  expect(failure).toMatchObject({ code, retryable })
  expect(isOurs(failure)).toBe(code === "internal")
})

test.each<[string, unknown, boolean, string, boolean]>([
  ["cancelled while it waited", new Error("aborted"), true, "cancelled", true],
  ["an upload that is gone", new AppError("not_found", "gone"), false, "internal", false],
  ["a sandbox that is coming back", new AppError("unavailable", "wait"), false, "internal", true],
  ["a full disk", Object.assign(new Error("no space"), { code: "ENOSPC" }), false, "internal", true],
  ["anything else", new Error("odd"), false, "internal", true],
])("%s", (_, error, wasCancelled, code, retryable) => {
  expect(failureOfError(error, wasCancelled)).toMatchObject({ code, retryable })
})
