import "server-only"
import { randomInt } from "node:crypto"
import { DatasetId, DataVersionId, UploadId } from "#lib/domain/ids.ts"
import type { ListedObject } from "#lib/objects/object-store.ts"
import { log } from "../log.ts"
import { countRemoved } from "../metrics.ts"
import { objectStore } from "../object-store.ts"
import { ImportRunRequest } from "../runs/import-request.ts"
import { listAwaitingRuns, listRunsUnderWay, type StoredRun } from "../runs/run-store.ts"
import { listKeptDataVersionIds } from "./dataset-store.ts"

/** Longer than any import or upload takes from its object to the record that names it. */
const GRACE_MS = 24 * 60 * 60 * 1000
/** What ids begin with, after their prefix: a tick looks at the datasets of one, so all are seen in half an hour. */
const FIRST_LETTERS = "0123456789bcdfghjkmnpqrstvwxyz"
const MAX_DELETIONS_A_TICK = 200

// Where to begin is left to chance, since there may be many processes and each may live shortly.
let next = randomInt(FIRST_LETTERS.length)

/**
 * Deletes a bounded number of uploads that no run needs and of dataset objects that no version names; answers how many.
 * Objects of datasets this table has never heard of stay: it may be the wrong table. Never throws.
 */
export async function sweepObjects(now: Date): Promise<number> {
  try {
    const letter = FIRST_LETTERS.charAt(next)
    next = (next + 1) % FIRST_LETTERS.length
    // Objects first, then the runs, then the versions: what a run publishes meanwhile is seen in one or the other.
    const uploads = await Array.fromAsync(objectStore().list("uploads/"))
    const data = await Array.fromAsync(objectStore().list(`datasets/ds_${letter}`))
    const runs = [...(await listRunsUnderWay()), ...(await listAwaitingRuns())]
    const unused = orphanedUploads(uploads, runs, now)
    for (const [datasetId, objects] of byDataset(staleData(data, runs, now))) {
      const kept = await listKeptDataVersionIds(datasetId)
      if (kept) unused.push(...objects.filter(({ dataVersionId }) => !kept.has(dataVersionId)).map(({ key }) => key))
    }
    const swept = unused.slice(0, MAX_DELETIONS_A_TICK)
    for (const key of swept) await objectStore().delete(key)
    countRemoved("object", swept.length)
    if (swept.length > 0) log.info({ keys: swept }, "objects that nothing names were swept")
    return swept.length
  } catch (err) {
    log.warn({ err }, "objects that nothing names could not be swept")
    return 0
  }
}

type Listed = Pick<ListedObject, "key" | "modifiedAt">
type NamingRun = Pick<StoredRun, "status" | "datasetId" | "request" | "candidate">

/** Uploads older than a day that no unfinished run will read. Keys we did not make are left alone. */
export function orphanedUploads(objects: readonly Listed[], runs: readonly NamingRun[], now: Date): string[] {
  const needed = new Set(runs.map(({ request }) => ImportRunRequest.safeParse(request).data?.uploadId))
  return objects
    .filter((object) => isOld(object, now))
    .filter(({ key }) => {
      const id = UploadId.safeParse(key.slice("uploads/".length))
      return id.success && !needed.has(id.data)
    })
    .map(({ key }) => key)
}

export type DataObject = { key: string; datasetId: DatasetId; dataVersionId: DataVersionId }

/**
 * Objects of data versions older than a day that no unfinished run can have made: nothing of a dataset with a run under
 * way, nor what a run that awaits confirmation would publish. Whether a version names them is still to be asked.
 */
export function staleData(objects: readonly Listed[], runs: readonly NamingRun[], now: Date): DataObject[] {
  const busy = new Set(
    runs.filter(({ status }) => status !== "awaiting_confirmation").map(({ datasetId }) => datasetId),
  )
  const awaiting = new Set(runs.map(({ candidate }) => candidate?.dataVersion.id))
  return objects
    .filter((object) => isOld(object, now))
    .flatMap(({ key }) => parseDataKey(key) ?? [])
    .filter(({ datasetId, dataVersionId }) => !busy.has(datasetId) && !awaiting.has(dataVersionId))
}

function parseDataKey(key: string): DataObject | undefined {
  const [folder, dataset, version, file, ...rest] = key.split("/")
  const [datasetId, dataVersionId] = [DatasetId.safeParse(dataset), DataVersionId.safeParse(version)]
  if (folder !== "datasets" || !datasetId.success || !dataVersionId.success || rest.length > 0) return undefined
  if (file !== "data.parquet" && file !== "profile.json") return undefined
  return { key, datasetId: datasetId.data, dataVersionId: dataVersionId.data }
}

function byDataset(objects: readonly DataObject[]): Map<DatasetId, DataObject[]> {
  const groups = new Map<DatasetId, DataObject[]>()
  for (const object of objects) groups.set(object.datasetId, [...(groups.get(object.datasetId) ?? []), object])
  return groups
}

const isOld = ({ modifiedAt }: Listed, now: Date): boolean => now.getTime() - modifiedAt.getTime() > GRACE_MS
