import type { CardInput } from "#lib/domain/job-contract.ts"
import type { Place } from "../sandbox/place.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import type { DatasetCache } from "./dataset-cache.ts"
import { SharedCache, type Lease } from "./shared-cache.ts"
import { SliceCutter, type Cutting, type SlicePart } from "./slice-cutter.ts"
import { SliceFailed, type SliceLimits } from "./slice-failed.ts"
import { partsOf } from "./slice-parts.ts"

/** One input of a card: the files that hold its rows side by side, each with some of its columns. */
export type Slice = { files: string[]; inputRows: number; filteredRows: number }

/** Applies a filter once for all cards that want the same rows, and takes each column once for all that read it. */
export class SliceStore {
  private readonly cutter: SliceCutter
  private readonly cache: SharedCache<SlicePart>

  constructor(options: { sandbox: Sandbox; datasets: DatasetCache; limits: SliceLimits }) {
    this.cutter = new SliceCutter(options)
    this.cache = new SharedCache({
      // The memory-backed folder holds `slicesBytes`: room is left for those being written.
      limitBytes: Math.floor(options.limits.slicesBytes / 2),
      evict: (part) => part.place.dropSlices([part.name]),
    })
    options.sandbox.onLoss((placeId) => this.cache.forget(keyPrefix(placeId)))
  }

  /**
   * `place`: where the card will run, which is where its slices must be. One for each input, in order, until released.
   * Throws SliceFailed, or AppError "not_found".
   */
  async lease(inputs: CardInput[], place: Place): Promise<Lease<Slice[]>> {
    const wanted = inputs.map((input) => this.leaseParts(input, inputs.length, place))
    const settled = await Promise.allSettled(wanted.flat())
    const leases = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))
    const release = () => {
      for (const lease of leases) lease.release()
    }
    const failed = settled.find((one) => one.status === "rejected")
    if (failed) {
      release()
      throw failed.reason
    }
    const parts = leases.map((lease) => lease.value)
    return { value: wanted.map(({ length }) => sliceOf(parts.splice(0, length))), release }
  }

  private leaseParts(input: CardInput, inputCount: number, place: Place): Promise<Lease<SlicePart>>[] {
    const { datasetId, dataVersionId, predicates } = input
    const rowsKey = `${keyPrefix(place.id)}${JSON.stringify([datasetId, dataVersionId, predicates])}`
    const cutting = { place, datasetId, dataVersionId, predicates }
    return partsOf(input.columns, inputCount).map((columns) =>
      this.cache.lease(`${rowsKey}${JSON.stringify(columns)}`, () => this.make(rowsKey, cutting, columns)),
    )
  }

  private async make(rowsKey: string, cutting: Cutting, columns: string[] | null): Promise<SlicePart> {
    try {
      return await this.cutter.cut(rowsKey, cutting, columns)
    } catch (error) {
      if (!(error instanceof SliceFailed) || error.reason !== "too_large") throw error
      this.cache.evictUnused()
      return await this.cutter.cut(rowsKey, cutting, columns)
    }
  }
}

function sliceOf(parts: SlicePart[]): Slice {
  const { inputRows = 0, filteredRows = 0 } = parts[0] ?? {}
  return { files: parts.map((part) => part.name), inputRows, filteredRows }
}

const keyPrefix = (placeId: number) => `${placeId} `
