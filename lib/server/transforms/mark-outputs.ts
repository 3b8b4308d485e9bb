import "server-only"
import type { DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { RunError } from "#lib/domain/run.ts"
import { markDataset } from "../datasets/dataset-store.ts"
import { getRun, type Ender, type StoredRun } from "../runs/run-store.ts"
import { getTransformHead, listTransformsReading } from "./transform-store.ts"

/** No chain that people keep an overview of is longer. */
const MAX_OUTPUTS = 500

/**
 * Marks what a transform makes, itself and through others, as older than it should be: the data stay as they were.
 * Without effect when `ender` has lost the run to somebody else.
 */
export async function markOutputsStale(run: StoredRun, ender: Ender, error: RunError): Promise<void> {
  const current = await getRun(run.id)
  if (!run.transformId || (typeof ender === "object" && current?.leaseOwner !== ender.owner)) return
  const since = new Date().toISOString()
  const stale = { since, runId: run.id, transformId: run.transformId, reason: reasonOf(error) }
  for (const id of await outputsOf(run.transformId)) await markDataset(id, { stale })
}

/** Takes off what markOutputsStale has put on what depends on a dataset that is fresh again. */
export async function clearMarksBelow(datasetId: DatasetId, transformId: TransformId): Promise<void> {
  for (const id of await outputsBelow([datasetId])) await markDataset(id, { from: transformId })
}

/** What a transform makes, and what others make of that, nearest first. */
async function outputsOf(id: TransformId): Promise<DatasetId[]> {
  const output = (await getTransformHead(id))?.outputDatasetId
  return output ? [output, ...(await outputsBelow([output]))] : []
}

async function outputsBelow(datasetIds: readonly DatasetId[]): Promise<DatasetId[]> {
  const seen = new Set(datasetIds)
  const below: DatasetId[] = []
  for (let level = [...datasetIds]; level.length > 0 && below.length < MAX_OUTPUTS;) {
    const readers = (await Promise.all(level.map(listTransformsReading))).flat()
    level = [...new Set(readers.flatMap(({ outputDatasetId }) => outputDatasetId ?? []))].filter((id) => !seen.has(id))
    for (const id of level) seen.add(id)
    below.push(...level)
  }
  return below
}

/** For readers of the data, who may not see the transform: an error's message may hold a part of what it reads. */
function reasonOf({ code }: RunError): string {
  const why: Record<string, string> = {
    execution_failed: "its code raised an error",
    execution_timeout: "it took longer than it may",
    memory_limit: "it took more memory than it may",
    output_too_large: "its output was larger than it may be",
    invalid_output: "what it returned could not be made a dataset",
    input_missing: "something it reads is gone, or no longer its owner's to use",
  }
  return `The transform this data comes from failed: ${why[code] ?? "something went wrong that was not its author's fault"}.`
}
