import "server-only"
import { getDatasets } from "../datasets/dataset-store.ts"
import { log } from "../log.ts"
import { finishRun } from "./finish-run.ts"
import { listAwaitingRuns, type StoredRun } from "./run-store.ts"

/** Drops the runs that nobody has decided about in time, and those whose dataset is gone; answers how many. Never throws. */
export async function expireRuns(now: Date): Promise<number> {
  try {
    const awaiting = await listAwaitingRuns()
    const datasets = await getDatasets([...new Set(awaiting.flatMap(({ datasetId }) => datasetId ?? []))])
    const overdue = expiredRuns(awaiting, new Set(datasets.map(({ id }) => id)), now)
    for (const { run, message } of overdue)
      await finishRun(run, "awaiting", { status: "cancelled", error: { code: "expired", message } })
    return overdue.length
  } catch (err) {
    log.warn({ err }, "runs that await confirmation could not be looked at")
    return 0
  }
}

/** Those of the runs awaiting confirmation that are to be dropped, and why. */
export function expiredRuns<R extends Pick<StoredRun, "confirmBy" | "datasetId">>(
  awaiting: readonly R[],
  datasetIds: ReadonlySet<string>,
  now: Date,
): { run: R; message: string }[] {
  return awaiting.flatMap((run) => {
    if (!run.datasetId || !datasetIds.has(run.datasetId))
      return [{ run, message: "The dataset was deleted, so this run was dropped." }]
    if (run.confirmBy && Date.parse(run.confirmBy) < now.getTime())
      return [{ run, message: "Nobody published this within seven days, so it was dropped. Start it again." }]
    return []
  })
}
