import { AppError } from "#lib/domain/app-error.ts"
import { ImportFailure } from "#lib/domain/job-contract.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import { formatBytes } from "./card-error.ts"

/** `textBytes`: what a compressed file may unfold to. */
export type ImportLimits = { timeoutMs: number; memoryBytes: number; scratchBytes: number; textBytes: number }

const CANCELLED: ImportFailure = { code: "cancelled", message: "The import was cancelled.", retryable: true }
const DISK_FULL: ImportFailure = {
  code: "internal",
  message: "The disk of the machine that imports is full. Ask the operator to make room, then try again.",
  retryable: true,
}
const CRASH: ImportFailure = {
  code: "invalid_file",
  message:
    "The program that reads such files crashed on this one, so it is probably damaged. Write the file again, or export it as CSV.",
  retryable: false,
}
const OURS: ImportFailure = {
  code: "internal",
  message: "The platform failed to import this file. Try again; if it fails again, the operator's log says why.",
  retryable: true,
}

/** Whether the operator's log should have the cause. */
export const isOurs = (failure: ImportFailure): boolean => failure === OURS || failure === DISK_FULL

/** Why a sandboxed import gave no report, for the person whose file it is. */
export function failureOfOutcome(outcome: Extract<SandboxOutcome, { ok: false }>, limits: ImportLimits): ImportFailure {
  switch (outcome.reason) {
    case "failed":
      return failureTold(outcome.failure, limits)
    case "timeout":
      return { code: "timeout", message: `The import took longer than ${limits.timeoutMs / 1000} s.`, retryable: false }
    case "out_of_memory":
      return memoryFailure(limits)
    case "scratch_full":
      return scratchFailure(limits)
    case "cancelled":
    case "disconnected":
      return CANCELLED
    case "crashed":
      if ((outcome.exit?.maxRssBytes ?? 0) > limits.memoryBytes * 0.7) return memoryFailure(limits)
      // By a signal: native code met bytes that it was not made for, and would meet them again.
      return outcome.exit?.signal ? CRASH : OURS
    default:
      return OURS
  }
}

function failureTold(failure: { code: string } | undefined, limits: ImportLimits): ImportFailure {
  switch (failure?.code) {
    case "memory_limit":
      return memoryFailure(limits)
    case "file_too_large":
      return scratchFailure(limits)
    case "disk_full":
      return DISK_FULL
    default: {
      const told = ImportFailure.safeParse(failure)
      return told.success && told.data.code !== "internal" ? told.data : OURS
    }
  }
}

/** Why an import failed outside its sandbox: in the queue, before, or while its objects were stored. */
export function failureOfError(error: unknown, wasCancelled: boolean): ImportFailure {
  if (wasCancelled) return CANCELLED
  if (error instanceof AppError && error.code === "not_found")
    return { code: "internal", message: error.message, retryable: false }
  if (error instanceof AppError && error.code === "unavailable")
    return { code: "internal", message: error.message, retryable: true }
  return error instanceof Error && "code" in error && error.code === "ENOSPC" ? DISK_FULL : OURS
}

const memoryFailure = (limits: ImportLimits): ImportFailure => ({
  code: "memory_limit",
  message: `The import needed more than ${formatBytes(limits.memoryBytes)} of memory.`,
  retryable: false,
})

const scratchFailure = (limits: ImportLimits): ImportFailure => ({
  code: "too_large",
  message: `The import needed more than ${formatBytes(limits.scratchBytes)} of disk. Split the file, or ask the operator for more.`,
  retryable: false,
})
