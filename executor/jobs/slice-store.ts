import { randomBytes } from "node:crypto"
import { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import type { CardInput } from "#lib/domain/job-contract.ts"
import type { SandboxFailure, SandboxOutcome } from "../sandbox/messages.ts"
import type { Place } from "../sandbox/place.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import type { DatasetCache } from "./dataset-cache.ts"
import { SharedCache, type Lease } from "./shared-cache.ts"

const SliceResult = z.object({
  inputRows: z.int().nonnegative(),
  filteredRows: z.int().nonnegative(),
  sizeBytes: z.int().nonnegative(),
})
const UnknownColumnDetails = z.object({ column: z.string(), available: z.array(z.string()) })
const ANSWER_BYTES = 1024 ** 2

/** Filtered rows in memory, written once by the slicer and then only ever read. */
export type Slice = z.infer<typeof SliceResult> & { name: string; place: Place }

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

type Limits = { timeoutMs: number; memoryBytes: number; slicesBytes: number }

/** Applies a card input's filter and columns once for all cards that want the same rows. */
export class SliceStore {
  private readonly datasets: DatasetCache
  private readonly limits: Limits
  private readonly cache: SharedCache<Slice>

  constructor(options: { sandbox: Sandbox; datasets: DatasetCache; limits: Limits }) {
    this.datasets = options.datasets
    this.limits = options.limits
    this.cache = new SharedCache({
      // The memory-backed folder holds `slicesBytes`: room is left for those being written.
      limitBytes: Math.floor(options.limits.slicesBytes / 2),
      evict: (slice) => slice.place.dropSlices([slice.name]),
    })
    options.sandbox.onLoss((placeId) => this.cache.forget(keyPrefix(placeId)))
  }

  /** `place`: where the card will run, which is where its slice must be. Throws SliceFailed, or AppError "not_found". */
  lease(input: CardInput, place: Place): Promise<Lease<Slice>> {
    const what = JSON.stringify([input.datasetId, input.dataVersionId, input.columns, input.predicates])
    return this.cache.lease(`${keyPrefix(place.id)}${what}`, () => this.make(input, place))
  }

  private async make(input: CardInput, place: Place): Promise<Slice> {
    const data = await this.datasets.lease(input.datasetId, input.dataVersionId)
    try {
      try {
        return await this.cut(input, place)
      } catch (error) {
        if (!(error instanceof SliceFailed) || error.reason !== "too_large") throw error
        this.cache.evictUnused()
        return await this.cut(input, place)
      }
    } finally {
      data.release()
    }
  }

  private async cut(input: CardInput, place: Place): Promise<Slice> {
    const name = randomBytes(16).toString("hex")
    const job = place.run({
      kind: "slice",
      deadlineMs: this.limits.timeoutMs,
      memoryBytes: this.limits.memoryBytes,
      files: [{ kind: "data", id: input.dataVersionId }],
      slice: name,
      body: { sourceKey: input.dataVersionId, predicates: input.predicates, columns: input.columns },
      answerBytes: ANSWER_BYTES,
    })
    const outcome = await job.outcome
    if (outcome.ok) {
      const parsed = SliceResult.safeParse(outcome.result)
      if (parsed.success) return { ...parsed.data, name, place }
    }
    // Not before the slicer has let go of it.
    void job.ended.then(() => place.dropSlices([name]))
    throw this.failureOf(outcome)
  }

  private failureOf(outcome: SandboxOutcome): Error {
    if (outcome.ok) return new SliceFailed("internal", "The slicer gave an answer that cannot be read.")
    if (outcome.failure) return this.toldFailure(outcome.failure)
    switch (outcome.reason) {
      case "timeout":
        return new SliceFailed("timeout", `Filtering the data took longer than ${this.limits.timeoutMs / 1000} s.`)
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

  private toldFailure(failure: SandboxFailure): Error {
    if (failure.code === "unknown_column") {
      const { column, available } = UnknownColumnDetails.parse(failure)
      return new SliceFailed("unknown_column", `The dataset has no column "${column}".`, { column, available })
    }
    if (failure.code === "no_space" || failure.code === "memory_limit") {
      const limit = `${Math.round(this.limits.slicesBytes / 1024 ** 2)} MB`
      return new SliceFailed(
        "too_large",
        `The rows and columns this card reads do not fit into the ${limit} set aside for filtered data.`,
      )
    }
    return new AppError("internal", "The data could not be filtered.", { cause: new Error(failure.message) })
  }
}

const keyPrefix = (placeId: number) => `${placeId} `
