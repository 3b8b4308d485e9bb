import "server-only"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { WaitingRun } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { listAwaitingRuns, type StoredRun } from "./run-store.ts"

/** The runs that wait for a person to publish or to drop what they made, of the actor's own datasets, the newest first. */
export async function listWaiting(actor: Pick<Actor, "userId">): Promise<WaitingRun[]> {
  const waiting = await listAwaitingRuns()
  const datasets = await getDatasets([...new Set(waiting.flatMap(({ datasetId }) => datasetId ?? []))])
  const names = new Map(datasets.filter(({ ownerId }) => ownerId === actor.userId).map(({ id, name }) => [id, name]))
  return newestFirst(waiting).flatMap((run) => {
    const datasetName = run.datasetId && names.get(run.datasetId)
    return run.datasetId && datasetName !== undefined
      ? [{ ...waitingRun(run), datasetId: run.datasetId, datasetName: `${datasetName}` }]
      : []
  })
}

/** The newest run that waits with data for a dataset; null when none does. */
export async function waitingFor(datasetId: DatasetId): Promise<Omit<WaitingRun, "datasetName"> | null> {
  const [run] = newestFirst((await listAwaitingRuns()).filter((one) => one.datasetId === datasetId))
  return run ? { ...waitingRun(run), datasetId } : null
}

const newestFirst = (runs: readonly StoredRun[]): StoredRun[] =>
  runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))

const waitingRun = ({ id, transformId, createdAt, confirmBy }: StoredRun) => ({
  runId: id,
  transformId: transformId ?? null,
  since: createdAt,
  confirmBy: confirmBy ?? null,
})
