import "server-only"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId, RunId, TransformId } from "#lib/domain/ids.ts"
import { hasEnded } from "#lib/domain/run.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { getRuns } from "../runs/run-store.ts"
import { beginRun } from "../transforms/begin-run.ts"
import { changeRunId } from "../transforms/derived-ids.ts"
import { newRun } from "../transforms/new-run.ts"
import { readInputVersions } from "../transforms/read-inputs.ts"
import { getTransformHead, type TransformHead } from "../transforms/transform-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { deleteDue, getDue, type Due } from "./due-store.ts"

/** After so long a transform begins with what there is: what it comes from may be running all the time. */
const MAX_WAIT_MS = 60 * 60_000

/**
 * Begins the run for the present versions of a transform's inputs, unless something it comes from is still to run: so a
 * change flows through a chain once, in order. Answers the run; null when it waits, or there is one for these versions.
 */
export async function fireChange(due: Due, transform: TransformHead, now: Date): Promise<RunId | null> {
  const waitedMs = now.getTime() - Date.parse(due.since ?? due.at)
  if (waitedMs < MAX_WAIT_MS && (await isUpstreamBusy(transform))) return null
  const read = await readInputVersions(transform.inputs, await readAsker(transform.ownerId))
  // Where an input can't be read there is a run all the same, which says so.
  const inputVersions = "error" in read ? [] : read.inputVersions
  const run = {
    ...newRun(transform, {
      id: changeRunId(transform.id, inputVersions, "error" in read ? due.token : ""),
      cause: { type: "input_change", datasetId: lastChanged(transform, "error" in read ? [] : read.datasets) },
      startedBy: transform.ownerId,
      createdAt: now.toISOString(),
    }),
    ...(inputVersions.length > 0 && { inputVersions }),
  }
  const begun = await beginRun({ run, at: now.toISOString(), due: { seen: due, next: null } })
  if (begun === "taken" || begun === "gone") await deleteDue(due)
  return begun === "begun" ? run.id : null
}

function lastChanged({ id, inputs }: TransformHead, datasets: readonly Dataset[]): DatasetId {
  const publishedAt = ({ dataVersion }: Dataset): string => dataVersion?.publishedAt ?? ""
  const [last] = datasets.toSorted((a, b) => publishedAt(b).localeCompare(publishedAt(a)))
  const changed = last?.id ?? inputs[0]?.datasetId
  if (!changed) throw new Error(`the transform ${id} has no inputs`)
  return changed
}

/**
 * Whether something a transform comes from, at any distance, is running or about to. What is furthest away is looked at
 * first: a change moves the other way, from a due to its run to what that publishes, so it can't slip past.
 */
async function isUpstreamBusy(transform: TransformHead): Promise<boolean> {
  for (const id of await upstreamOf(transform)) if (await isBusy(id)) return true
  return false
}

async function isBusy(id: TransformId): Promise<boolean> {
  if (await getDue({ id, kind: "change" })) return true
  const head = await getTransformHead(id)
  if (!head) return false
  const runs = await getRuns([head.turnRunId, head.lastRunId].flatMap((runId) => runId ?? []))
  if (runs.some(({ status }) => !hasEnded(status) && status !== "awaiting_confirmation")) return true
  return head.outputDatasetId !== null && (await getDue({ id: head.outputDatasetId, kind: "fan_out" })) !== null
}

/** The transforms that make what a transform reads, through all steps, each after those it comes from itself. */
async function upstreamOf(transform: TransformHead): Promise<TransformId[]> {
  const seen = new Set<TransformId>([transform.id])
  const ordered: TransformId[] = []
  const visit = async ({ inputs }: TransformHead): Promise<void> => {
    for (const { source } of await getDatasets(inputs.map(({ datasetId }) => datasetId))) {
      if (source.type !== "transform" || seen.has(source.transformId)) continue
      seen.add(source.transformId)
      const maker = await getTransformHead(source.transformId)
      if (!maker) continue
      await visit(maker)
      ordered.push(maker.id)
    }
  }
  await visit(transform)
  return ordered
}
