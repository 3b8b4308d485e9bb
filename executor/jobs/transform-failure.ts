import { AppError } from "#lib/domain/app-error.ts"
import type { TransformFailure } from "#lib/domain/job-contract.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import { formatBytes } from "./card-error.ts"

export type TransformLimits = { timeoutMs: number; memoryBytes: number; outputBytes: number }
type Failed = Extract<SandboxOutcome, { ok: false }>

const SIGNAL_NAME: Record<number, string> = { 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV" }

const NO_MEMORY = /memory allocation of \d+ bytes failed|bad_alloc|out of memory|cannot allocate memory/i

const CANCELLED: TransformFailure = {
  code: "cancelled",
  type: "Cancelled",
  message: "This run was cancelled.",
  retryable: false,
}
const RESTARTED: TransformFailure = {
  code: "internal",
  type: "SandboxRestarted",
  message: "The sandbox restarted while this transform ran.",
  retryable: true,
}
const DISK_FULL: TransformFailure = {
  code: "internal",
  type: "DiskFull",
  message: "The disk of the machine that runs transforms is full. Ask the operator to make room.",
  retryable: true,
}
const OURS: TransformFailure = {
  code: "internal",
  type: "InternalError",
  message: "The platform failed to run this transform. The operator's log says why.",
  retryable: true,
}

/** Whether the operator's log should have the cause. */
export const isOurs = (failure: TransformFailure): boolean => failure === OURS || failure === DISK_FULL

/** Why a transform's process gave no answer of its own, for the transform's author. */
export function failureOfOutcome(outcome: Failed, limits: TransformLimits, lastWords = ""): TransformFailure {
  switch (outcome.reason) {
    case "timeout":
      return {
        code: "execution_timeout",
        type: "Timeout",
        message: `This transform ran longer than ${limits.timeoutMs / 1000} s.`,
        hint: "Read fewer columns and rows, or split it into two transforms.",
        retryable: false,
      }
    case "out_of_memory":
      return memoryFailure(limits)
    case "scratch_full":
      return outputFailure(limits)
    case "answer_too_large":
    case "malformed":
      return MALFORMED
    case "silent":
      return authors(
        "ProcessEnded",
        "The transform's process ended before it gave a result.",
        "A transform must not end its own process, for example by os._exit.",
      )
    case "cancelled":
    case "disconnected":
      return CANCELLED
    case "crashed":
      return crashFailure(outcome, limits, lastWords)
    case "lost":
    case "killed":
    case "missing_file":
      return RESTARTED
    case "failed":
      return failureTold(outcome.failure?.code, limits)
  }
}

function failureTold(code: string | undefined, limits: TransformLimits): TransformFailure {
  switch (code) {
    case "memory_limit":
      return memoryFailure(limits)
    case "file_too_large":
      return outputFailure(limits)
    case "disk_full":
      return DISK_FULL
    default:
      return OURS
  }
}

function crashFailure({ exit }: Failed, limits: TransformLimits, lastWords: string): TransformFailure {
  // Native code that cannot get memory aborts instead of raising MemoryError: for one large piece, with little in use.
  if ((exit?.maxRssBytes ?? 0) > limits.memoryBytes * 0.6 || NO_MEMORY.test(lastWords)) return memoryFailure(limits)
  const how = exit?.signal ? ` (${SIGNAL_NAME[exit.signal] ?? `signal ${exit.signal}`})` : ""
  return authors("Crash", `The transform's process crashed${how}.`)
}

/** Why a transform failed outside its sandbox: in the queue, before, or while its objects were stored. */
export function failureOfError(error: unknown, wasCancelled: boolean): TransformFailure {
  if (wasCancelled) return CANCELLED
  if (error instanceof InputMissing)
    return authors("DatasetMissing", error.message, "Choose another dataset for this input.")
  if (error instanceof AppError && error.code === "unavailable")
    return { code: "internal", type: "Unavailable", message: error.message, retryable: true }
  return error instanceof Error && "code" in error && error.code === "ENOSPC" ? DISK_FULL : OURS
}

/** The version an input names is not in the store. */
export class InputMissing extends Error {
  constructor(alias: string) {
    super(`The data of the input "${alias}" are no longer there.`)
    this.name = "InputMissing"
  }
}

export const memoryFailure = ({ memoryBytes }: TransformLimits): TransformFailure => ({
  code: "memory_limit",
  type: "MemoryError",
  message: `This transform needed more than ${formatBytes(memoryBytes)} of memory.`,
  hint: 'Read what is large by inputs.sql("select …") or inputs.polars("alias"), which do not hold it whole.',
  retryable: false,
})

export const outputFailure = ({ outputBytes }: TransformLimits): TransformFailure => ({
  code: "output_too_large",
  type: "OutputTooLarge",
  message: `This transform needed more than ${formatBytes(outputBytes)} of disk for its result.`,
  hint: "Aggregate or filter, or return fewer columns.",
  retryable: false,
})

function authors(type: string, message: string, hint?: string): TransformFailure {
  return { code: "execution_failed", type, message, ...(hint !== undefined && { hint }), retryable: false }
}

/** What came from the process, or what it left, is not what the job's own code would have given. */
export const MALFORMED = authors("MalformedAnswer", "The transform's process gave an answer that cannot be read.")
