import { ApiError, request } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Dataset, type DatasetPatch } from "#lib/domain/dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"

/**
 * Changes name or descriptions. An import that has meanwhile published data raises the version too: as long as the
 * changed fields are as they were, the change is sent again on top. Throws ApiError.
 */
export async function updateDataset(before: Dataset, patch: DatasetPatch): Promise<Dataset> {
  const send = (version: number) =>
    request(dataOf(Dataset), `/api/datasets/${before.id}`, { method: "PATCH", body: patch, ifMatch: version })
  try {
    return (await send(before.version)).data
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "version_conflict") throw error
    const { data: current } = await request(dataOf(Dataset), `/api/datasets/${before.id}`)
    if (wordsOf(current) !== wordsOf(before)) throw error
    return (await send(current.version)).data
  }
}

/** Gives a dataset a name, whatever it was called before. Throws ApiError. */
export async function renameDataset(datasetId: DatasetId, name: string): Promise<void> {
  const { data: current } = await request(dataOf(Dataset), `/api/datasets/${datasetId}`)
  if (current.name !== name) await updateDataset(current, { name })
}

/** All of a dataset that people write, to be compared. */
const wordsOf = ({ name, description, columnDescriptions }: Dataset): string =>
  JSON.stringify([name, description, Object.entries(columnDescriptions).toSorted(([a], [b]) => (a < b ? -1 : 1))])
