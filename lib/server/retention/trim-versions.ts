import "server-only"
import type { DatasetId } from "#lib/domain/ids.ts"
import { deleteDataVersions, getDataset, listOldestDataVersions } from "../datasets/dataset-store.ts"
import { log } from "../log.ts"
import { countRemoved } from "../metrics.ts"
import { listRunsUnderWay } from "../runs/run-store.ts"
import { webEnv } from "../web-env.ts"
import { removableVersions } from "./removable-versions.ts"
import { daysFrom, inRounds, type Trimmed } from "./trimmed.ts"

/**
 * Removes the records of a dataset's data versions that are neither young nor among the last; their objects go when the
 * tick sweeps what nothing names. A version that was restored lives on in the later one that has its data.
 */
export async function trimVersions(datasetId: DatasetId, now: Date): Promise<Trimmed> {
  const { CARDLOOM_KEEP_VERSIONS: keep, CARDLOOM_KEEP_VERSION_DAYS: days } = webEnv()
  return inRounds(now, async (limit) => {
    const currentNumber = (await getDataset(datasetId))?.dataVersion?.number ?? 0
    if (currentNumber <= keep) return { removed: 0, isDone: true }
    const history = await listOldestDataVersions(datasetId, limit + 1)
    const running = await listRunsUnderWay()
    const numbers = removableVersions(history, {
      currentNumber,
      keep,
      replacedBefore: daysFrom(now, -days),
      inUse: new Set(running.flatMap(({ inputVersions }) => inputVersions ?? []).map((input) => input.dataVersionId)),
    })
    await deleteDataVersions(datasetId, numbers)
    if (numbers.length > 0) log.info({ datasetId, numbers }, "old data versions were removed")
    countRemoved("version", numbers.length)
    const isDone = history.every(({ number }) => number > currentNumber - keep || numbers.includes(number))
    return { removed: numbers.length, isDone }
  })
}
