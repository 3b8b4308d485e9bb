import { randomBytes } from "node:crypto"
import type { CardInput } from "#lib/domain/job-contract.ts"
import type { SliceCut, SandboxOutcome } from "../sandbox/messages.ts"
import type { Place } from "../sandbox/place.ts"
import type { DatasetCache } from "./dataset-cache.ts"
import { failureOfOutcome, failureTold, type SliceLimits } from "./slice-failed.ts"

/** The zygote takes no more files for one job. */
const MAX_PARTS = 64
const ANSWER_BYTES = 16 * 1024 ** 2

/** The rows that pass a filter, some of their columns: a memory-backed file, written once and then only ever read. */
export type SlicePart = { name: string; place: Place; inputRows: number; filteredRows: number; sizeBytes: number }

/** Which rows of what, and where. */
export type Cutting = { place: Place } & Pick<CardInput, "datasetId" | "dataVersionId" | "predicates">

type Wanted = {
  name: string
  columns: string[] | null
  isSettled: boolean
  resolve: (part: SlicePart) => void
  reject: (error: unknown) => void
}
type Batch = { cutting: Cutting; wanted: Wanted[] }

/** Has the slicer cut. What is asked for at the same moment of the same rows, as a dashboard's cards do, is one job. */
export class SliceCutter {
  private readonly datasets: DatasetCache
  private readonly limits: SliceLimits
  private readonly gathering = new Map<string, Batch>()

  constructor(options: { datasets: DatasetCache; limits: SliceLimits }) {
    this.datasets = options.datasets
    this.limits = options.limits
  }

  /** `rowsKey` is the same for the same cutting. Rejects with SliceFailed, or AppError "not_found" | "internal". */
  cut(rowsKey: string, cutting: Cutting, columns: string[] | null): Promise<SlicePart> {
    const { promise, resolve, reject } = Promise.withResolvers<SlicePart>()
    const name = randomBytes(16).toString("hex")
    const wanted = { name, columns, isSettled: false, resolve, reject }
    const batch = this.gathering.get(rowsKey)
    if (batch && batch.wanted.length < MAX_PARTS) batch.wanted.push(wanted)
    else this.gather(rowsKey, { cutting, wanted: [wanted] })
    return promise
  }

  private gather(rowsKey: string, batch: Batch): void {
    this.gathering.set(rowsKey, batch)
    // After all that is already on its way in this turn: the other cards of the render.
    setImmediate(() => {
      if (this.gathering.get(rowsKey) === batch) this.gathering.delete(rowsKey)
      void this.run(batch)
    })
  }

  private async run({ cutting, wanted }: Batch): Promise<void> {
    try {
      const data = await this.datasets.lease(cutting.datasetId, cutting.dataVersionId)
      try {
        await this.runJob(cutting, wanted)
      } finally {
        data.release()
      }
    } catch (error) {
      for (const one of wanted) settle(one, () => one.reject(error))
    }
  }

  private async runJob(cutting: Cutting, wanted: Wanted[]): Promise<void> {
    const { place, dataVersionId, predicates } = cutting
    const job = place.run(
      {
        kind: "slice",
        deadlineMs: this.limits.timeoutMs,
        memoryBytes: this.limits.memoryBytes,
        files: [{ kind: "data", id: dataVersionId }],
        slices: wanted.map((one) => one.name),
        body: { sourceKey: dataVersionId, predicates, parts: wanted.map((one) => one.columns) },
        answerBytes: ANSWER_BYTES,
      },
      { onCuts: (cuts) => this.take(cuts, place, wanted) },
    )
    const outcome = await job.outcome
    const missing = wanted.filter((one) => !one.isSettled)
    if (missing.length === 0) return
    // Not before the slicer has let go of them.
    void job.ended.then(() => place.dropSlices(missing.map((one) => one.name)))
    // One of them may have been too much for the slicer: nobody loses a slice to what another asked for.
    if (wanted.length > 1 && mayBeAnothersFault(outcome))
      await Promise.all(missing.map((one) => this.again(cutting, one)))
    else for (const one of missing) settle(one, () => one.reject(failureOfOutcome(outcome, this.limits)))
  }

  private again(cutting: Cutting, one: Wanted): Promise<void> {
    return this.run({ cutting, wanted: [{ ...one, name: randomBytes(16).toString("hex") }] })
  }

  private take(cuts: SliceCut[], place: Place, wanted: Wanted[]): void {
    for (const { part, sizes, failure } of cuts) {
      const one = wanted[part]
      if (!one) continue
      if (sizes) settle(one, () => one.resolve({ ...sizes, name: one.name, place }))
      else if (failure) {
        settle(one, () => one.reject(failureTold(failure, this.limits)))
        // The slicer is done with this file, whatever it still does to the others.
        place.dropSlices([one.name])
      }
    }
  }
}

function settle(one: Wanted, how: () => void): void {
  if (one.isSettled) return
  one.isSettled = true
  how()
}

const mayBeAnothersFault = (outcome: SandboxOutcome): boolean =>
  !outcome.ok && ["timeout", "out_of_memory", "crashed"].includes(outcome.reason)
