import "server-only"
import { Service } from "electrodb"
import type { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import type { Shared } from "#lib/domain/grant.ts"
import { RunId, type DatasetId, type DataVersionId, type UserId } from "#lib/domain/ids.ts"
import { deleteEvery, getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound, versionConflict } from "../db/version-conflict.ts"
import { grantsOf } from "../shares/grant-attributes.ts"
import { dataVersionEntity, datasetEntity } from "./dataset.entity.ts"

const tables = perDatabase(
  (database) => new Service({ dataset: datasetEntity(database), dataVersion: dataVersionEntity(database) }, database),
)

// What the data is like is stored once, in the current data version.
const StoredItem = Dataset.omit({ columns: true, rowCount: true, sizeBytes: true }).extend({
  dataVersion: DataVersion.nullable().default(null),
  runId: RunId.nullable().default(null),
})

export type StoredDataset = Shared<Dataset>

function parseDataset(item: unknown): StoredDataset {
  const stored: z.infer<typeof StoredItem> = StoredItem.parse(item)
  const { columns = [], rowCount = 0, sizeBytes = 0 } = stored.dataVersion ?? {}
  return { ...stored, columns, rowCount, sizeBytes, grants: grantsOf(item) }
}

export type DatasetChange = Partial<Pick<Dataset, "name" | "description" | "status" | "source"> & { runId: RunId }>

/** Stores a new dataset. What it says of its data comes from `dataVersion`. Throws conflict when the id is taken. */
export async function createDataset(dataset: Dataset): Promise<StoredDataset> {
  const { columns: _columns, rowCount: _rowCount, sizeBytes: _sizeBytes, dataVersion, runId, ...rest } = dataset
  const { rejected } = await tables()
    .entities.dataset.create({
      ...rest,
      runId: runId ?? undefined,
      dataVersion: dataVersion ?? undefined,
      dataVersionNumber: dataVersion?.number ?? 0,
    })
    .go({ returnOnConditionCheckFailure: true })
  if (rejected) throw new AppError("conflict", "There is a dataset with this id already.")
  return { ...dataset, grants: [] }
}

export async function getDataset(id: DatasetId): Promise<StoredDataset | null> {
  const { data } = await tables().entities.dataset.get({ id }).go({ consistent: true })
  return data && parseDataset(data)
}

/** Those that exist, in the order of `ids`. */
export async function getDatasets(ids: readonly DatasetId[]): Promise<StoredDataset[]> {
  const items = await getEvery(ids, (some) =>
    tables()
      .entities.dataset.get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  return inOrderOf(ids, items.map(parseDataset))
}

/**
 * Changes a dataset, made from version `expectedVersion` (null: from any).
 * Throws not_found, or version_conflict with the dataset as it is now.
 */
export async function updateDataset(
  id: DatasetId,
  change: DatasetChange,
  expectedVersion: number | null,
): Promise<StoredDataset> {
  const { data } = await tables()
    .entities.dataset.patch({ id })
    .set({ ...change, updatedAt: new Date().toISOString() })
    .add({ version: 1 })
    .where(({ version }, { eq, exists }) => (expectedVersion === null ? exists(version) : eq(version, expectedVersion)))
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  if (data) return parseDataset(data)
  const current = await getDataset(id)
  throw current ? versionConflict("dataset", current) : notFound("dataset")
}

export type Publication = {
  datasetId: DatasetId
  dataVersion: Omit<DataVersion, "number">
  /** The number of the version that this one follows; null for the first. */
  expectedDataVersionNumber: number | null
  runId: RunId
}

/**
 * Makes a data version the current one, in one conditional write: readers see the old version or the new, never a mix.
 * Publishing the same version again changes nothing. Throws conflict when another version came first, not_found when
 * the dataset is gone.
 */
export async function publishDataVersion(publication: Publication): Promise<StoredDataset> {
  const { datasetId, expectedDataVersionNumber, runId } = publication
  const previous = expectedDataVersionNumber ?? 0
  const dataVersion = DataVersion.parse({ ...publication.dataVersion, number: previous + 1 })
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.dataset
          .patch({ id: datasetId })
          .set({
            status: "ready",
            dataVersion,
            dataVersionNumber: dataVersion.number,
            runId,
            updatedAt: new Date().toISOString(),
          })
          .add({ version: 1 })
          .where(({ dataVersionNumber }, { eq }) => eq(dataVersionNumber, previous))
          .commit(),
        entities.dataVersion.create({ ...dataVersion, datasetId }).commit(),
      ])
      .go(),
  )
  const current = await getDataset(datasetId)
  if (!current) throw notFound("dataset")
  if (refusal && !(await wasPublished(current, dataVersion.id))) {
    throw new AppError("conflict", "Another import of this dataset was published first. Import again to replace it.")
  }
  return current
}

async function wasPublished(dataset: Dataset, id: DataVersionId): Promise<boolean> {
  if (dataset.dataVersion?.id === id) return true
  return (await readHistory(dataset.id)).some((version) => version.id === id)
}

/** The versions that were ever published, newest first. */
export async function listDataVersions(datasetId: DatasetId, page: PageRequest): Promise<Page<DataVersion>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.dataVersion.query.byDataset({ datasetId })
        .go({ ...options, consistent: true, order: "desc" }),
    page,
  )
  return { data: data.map((item) => DataVersion.parse(item)), nextCursor }
}

const readHistory = (datasetId: DatasetId) =>
  readAll((options) =>
    tables()
      .entities.dataVersion.query.byDataset({ datasetId })
      .go({ ...options, consistent: true }),
  )

/** Removes a dataset and its history for good; its objects are swept later. Whether it is in use is the caller's question. */
export async function deleteDataset(id: DatasetId): Promise<void> {
  await tables().entities.dataset.delete({ id }).go()
  const numbers = (await readHistory(id)).map(({ number }) => number)
  await deleteEvery(numbers, (some) =>
    tables()
      .entities.dataVersion.delete(some.map((number) => ({ datasetId: id, number })))
      .go(),
  )
}

/** Last changed first. */
export async function listDatasetsByOwner(ownerId: UserId, page: PageRequest): Promise<Page<StoredDataset>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.dataset.query.byOwner({ ownerId })
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseDataset), nextCursor }
}

/** Everybody's, last changed first. */
export async function listAllDatasets(page: PageRequest): Promise<Page<StoredDataset>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.dataset.query.all({})
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseDataset), nextCursor }
}
