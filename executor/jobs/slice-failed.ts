import { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import type { SandboxFailure, SandboxOutcome } from "../sandbox/messages.ts"

const UnknownColumnDetails = z.object({ column: z.string(), available: z.array(z.string()) })

export type SliceLimits = { timeoutMs: number; memoryBytes: number; slicesBytes: number }

/** Why a slice could not be had, in a form a card's result can carry. */
export class SliceFailed extends Error {
  readonly reason: "unknown_column" | "too_large" | "timeout" | "retryable" | "internal"
  readonly column: string | undefined
  readonly available: string[]
  constructor(
    reason: SliceFailed["reason"],
    message: string,
    details: { column?: string; available?: string[]; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause })
    this.name = "SliceFailed"
    this.reason = reason
    this.column = details.column
    this.available = details.available ?? []
  }
}

/** Why a job of the slicer has not made what it was asked for, as an error. */
export function failureOfOutcome(outcome: SandboxOutcome, limits: SliceLimits): Error {
  if (outcome.ok) return new SliceFailed("internal", "The slicer gave an answer that cannot be read.")
  if (outcome.failure) return failureTold(outcome.failure, limits)
  switch (outcome.reason) {
    case "timeout":
      return new SliceFailed("timeout", `Filtering the data took longer than ${limits.timeoutMs / 1000} s.`)
    case "out_of_memory":
    case "crashed":
    case "killed":
    case "lost":
    case "missing_file":
      return new SliceFailed(
        "retryable",
        "The data could not be filtered because a part of the platform restarted. Try again.",
      )
    default:
      return new SliceFailed("internal", `The slicer failed (${outcome.reason}).`)
  }
}

/** What the slicer itself said was wrong, as an error. */
export function failureTold(failure: SandboxFailure, limits: SliceLimits): Error {
  if (failure.code === "unknown_column") {
    const details = UnknownColumnDetails.safeParse(failure)
    if (details.success)
      return new SliceFailed("unknown_column", `The dataset has no column "${details.data.column}".`, details.data)
  }
  if (failure.code === "no_space" || failure.code === "memory_limit") {
    const limit = `${Math.round(limits.slicesBytes / 1024 ** 2)} MB`
    return new SliceFailed(
      "too_large",
      `The rows and columns this card reads do not fit into the ${limit} set aside for filtered data.`,
    )
  }
  return new AppError("internal", "The data could not be filtered.", { cause: new Error(failure.message) })
}
