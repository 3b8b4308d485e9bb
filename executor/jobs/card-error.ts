import type { CardError } from "#lib/domain/job-contract.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import type { SliceFailed } from "./slice-failed.ts"

export type CardLimits = { timeoutMs: number; memoryBytes: number; outputBytes: number }
type Failed = Extract<SandboxOutcome, { ok: false }>

const SIGNAL_NAME: Record<number, string> = { 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 11: "SIGSEGV" }

/** What a card's author reads when the card's process did not answer for itself. */
export function errorOfOutcome(outcome: Failed, limits: CardLimits): CardError {
  switch (outcome.reason) {
    case "timeout":
      return timeoutError(limits)
    case "out_of_memory":
      return memoryError(limits)
    case "answer_too_large":
      return {
        code: "output_too_large",
        type: "OutputTooLarge",
        message: `This card returned more than ${formatBytes(limits.outputBytes)}.`,
        hint: "Aggregate the data, or show fewer points.",
      }
    case "cancelled":
    case "disconnected":
      return { code: "cancelled", type: "Cancelled", message: "This run was cancelled." }
    case "crashed":
      return crashError(outcome, limits)
    case "lost":
    case "killed":
    case "missing_file":
      return {
        code: "execution_failed",
        type: "SandboxRestarted",
        message: "The sandbox restarted while this card ran. Run it again.",
        retryable: true,
      }
    case "failed":
      if (outcome.failure?.code === "memory_limit") return memoryError(limits)
      return {
        code: "execution_failed",
        type: "InternalError",
        message: "The platform failed to run this card. The operator's log says why.",
      }
    case "silent":
      return {
        code: "execution_failed",
        type: "ProcessEnded",
        message: "The card's process ended before it gave a result.",
        hint: "A card must not end its own process, for example by os._exit.",
      }
    case "malformed":
    case "scratch_full":
      return {
        code: "execution_failed",
        type: "MalformedAnswer",
        message: "The card's process gave an answer that cannot be read.",
      }
  }
}

/** What a card's author reads when its data could not be had. */
export function errorOfSlice(failure: SliceFailed, limits: CardLimits): CardError {
  switch (failure.reason) {
    case "unknown_column":
      return {
        code: "execution_failed",
        type: "UnknownColumn",
        message: failure.message,
        hint: `Its columns are: ${failure.available.slice(0, 50).join(", ")}.`,
      }
    case "too_large":
      return {
        code: "memory_limit",
        type: "SliceTooLarge",
        message: failure.message,
        hint: "Declare the columns the card reads, or narrow the filters.",
      }
    case "timeout":
      return { code: "execution_timeout", type: "SliceTimeout", message: failure.message }
    case "retryable":
      return { code: "execution_failed", type: "SandboxRestarted", message: failure.message, retryable: true }
    case "internal":
      return {
        code: "execution_failed",
        type: "InternalError",
        message: failure.message,
        hint: `Limits: ${formatSeconds(limits.timeoutMs)}.`,
      }
  }
}

/** Names the limit, which the process inside does not know. */
export function memoryError(limits: CardLimits): CardError {
  return {
    code: "memory_limit",
    type: "MemoryError",
    message: `This card needed more than ${formatBytes(limits.memoryBytes)} of memory.`,
    hint: "Declare the columns the card reads, and filter or aggregate before you copy or join.",
  }
}

function timeoutError(limits: CardLimits): CardError {
  return {
    code: "execution_timeout",
    type: "Timeout",
    message: `This card ran longer than ${formatSeconds(limits.timeoutMs)}.`,
  }
}

function crashError(outcome: Failed, limits: CardLimits): CardError {
  // Native code that cannot get memory aborts instead of raising MemoryError.
  const wasNearLimit = (outcome.exit?.maxRssBytes ?? 0) > limits.memoryBytes * 0.7
  if (wasNearLimit) return memoryError(limits)
  const signal = outcome.exit?.signal
  const how = signal ? ` (${SIGNAL_NAME[signal] ?? `signal ${signal}`})` : ""
  return { code: "execution_failed", type: "Crash", message: `The card's process crashed${how}.` }
}

const formatSeconds = (timeoutMs: number) => `${timeoutMs / 1000} s`

export function formatBytes(bytes: number): string {
  const [divisor, unit] = bytes >= 1024 ** 3 ? [1024 ** 3, "GB"] : [1024 ** 2, "MB"]
  return `${Number((bytes / divisor).toFixed(1))} ${unit}`
}
