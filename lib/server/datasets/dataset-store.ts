import "server-only"
import { Service } from "electrodb"
import type { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { Dataset, DataVersion, type DatasetSource, type Staleness } from "#lib/domain/dataset.ts"
import type { Shared } from "#lib/domain/grant.ts"
import { RunId, type DatasetId, type TransformId, type UserId } from "#lib/domain/ids.ts"
import type { Run, RunProgress } from "#lib/domain/run.ts"
import { deleteEvery, getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { checkItemSize } from "../db/item-size.ts"
import { secondsOf } from "../db/attributes.ts"
import { notFound, versionConflict } from "../db/version-conflict.ts"
import { runEntity } from "../runs/run.entity.ts"
import { dueItem } from "../schedules/due-store.ts"
import { dueEntity } from "../schedules/due.entity.ts"
import { grantsOf } from "../shares/grant-attributes.ts"
import { transformEntity } from "../transforms/transform.entity.ts"
import { dataVersionEntity, datasetEntity, deletedDatasetEntity } from "./dataset.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        dataset: datasetEntity(database),
        dataVersion: dataVersionEntity(database),
        deletedDataset: deletedDatasetEntity(database),
        run: runEntity(database),
        transform: transformEntity(database),
        due: dueEntity(database),
      },
      database,
    ),
)

/** For so long what is left of a deleted dataset's objects is still known to be waste. */
const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000

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

export type DatasetChange = Partial<
  Pick<Dataset, "name" | "description" | "columnDescriptions" | "status" | "source"> & { runId: RunId }
>

/** Stores a new dataset. What it says of its data comes from `dataVersion`. Throws conflict when the id is taken. */
export async function createDataset(dataset: Dataset): Promise<StoredDataset> {
  const { columns: _columns, rowCount: _rowCount, sizeBytes: _sizeBytes, dataVersion, runId, stale, ...rest } = dataset
  const { rejected } = await tables()
    .entities.dataset.create({
      ...rest,
      runId: runId ?? undefined,
      stale: stale ?? undefined,
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
  /** Where the next import comes from unless told otherwise; absent = as before. */
  source?: DatasetSource | undefined
  /** The run that ends as succeeded by this, held by the owner of its lease or awaiting confirmation. */
  run?:
    | ({ id: RunId; ender: { owner: string } | "awaiting"; progress: RunProgress } & Pick<
        Run,
        "inputRows" | "outputRows" | "peakMemoryBytes"
      >)
    | undefined
  /** What is published is made of data that are older than they should be; absent = it is fresh. */
  stale?: Staleness | undefined
  /** Of a transform's first version, which makes the dataset: what it is called, and whose it is. */
  creates?: { transformId: TransformId; name: string; description: string; ownerId: UserId } | undefined
}

/**
 * Makes a data version the current one, and ends the run that made it, in one conditional write: readers see the old
 * version or the new, never a mix, and a run has succeeded exactly when its version was published. Publishing the same
 * version again changes nothing. Throws conflict when another version came first or the run is over or somebody
 * else's, not_found when the dataset is gone, too_large.
 */
export async function publishDataVersion(publication: Publication): Promise<StoredDataset> {
  const { datasetId, expectedDataVersionNumber, source, run, creates, stale } = publication
  const previous = expectedDataVersionNumber ?? 0
  const dataVersion = DataVersion.parse({ ...publication.dataVersion, number: previous + 1 })
  const { runId } = dataVersion
  checkItemSize("dataset", { dataVersion })
  const now = new Date().toISOString()
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        creates
          ? entities.dataset.create(firstItemOf(datasetId, creates, dataVersion, { now, stale })).commit()
          : entities.dataset
              .patch({ id: datasetId })
              .set({
                status: "ready",
                dataVersion,
                dataVersionNumber: dataVersion.number,
                runId,
                ...(source && { source }),
                ...(stale && { stale }),
                updatedAt: now,
              })
              .remove(stale ? [] : ["stale"])
              .add({ version: 1 })
              .where(({ dataVersionNumber }, { eq }) => eq(dataVersionNumber, previous))
              .commit(),
        entities.dataVersion.create(itemOf(datasetId, dataVersion)).commit(),
        // Written with the version itself, so that whoever depends on it hears of it whatever dies.
        entities.due.put(dueItem({ id: datasetId, kind: "fan_out", at: now })).commit(),
        ...(creates
          ? [
              entities.transform
                .patch({ id: creates.transformId })
                .set({ outputDatasetId: datasetId })
                .where(({ outputDatasetId }, { notExists }) => notExists(outputDatasetId))
                .commit(),
            ]
          : []),
        ...(run
          ? [
              entities.run
                .patch({ id: run.id })
                .set({
                  status: "succeeded",
                  outcome: "published",
                  finishedAt: now,
                  datasetId,
                  progress: run.progress,
                  inputRows: run.inputRows ?? undefined,
                  outputRows: run.outputRows ?? undefined,
                  peakMemoryBytes: run.peakMemoryBytes ?? undefined,
                })
                .remove(["unfinished", "leaseOwner", "leaseUntil", "candidate", "confirmBy", "error"])
                .where(({ status, leaseOwner, cancelRequested }, { eq }) =>
                  run.ender === "awaiting"
                    ? eq(status, "awaiting_confirmation")
                    : `${eq(status, "running")} AND ${eq(leaseOwner, run.ender.owner)} AND ${eq(cancelRequested, false)}`,
                )
                .commit(),
            ]
          : []),
      ])
      .go(),
  )
  const current = await getDataset(datasetId)
  if (!current)
    throw creates ? new AppError("conflict", "This run is over, or its transform was deleted.") : notFound("dataset")
  if (refusal && !(await wasPublished(current, dataVersion))) {
    throw new AppError(
      "conflict",
      refusal.refused[0] === true
        ? source?.type === "transform"
          ? "Something else was published to this dataset first. Run the transform again."
          : "Another import of this dataset was published first. Import again to replace it."
        : "This run was cancelled, or is somebody else's to end by now.",
    )
  }
  return current
}

/**
 * Makes the data of version `number` current again, as a new version, from the dataset's version `expectedVersion`.
 * Throws not_found, conflict when it is the current one, version_conflict with the dataset as it is now.
 */
export async function restoreDataVersion(
  datasetId: DatasetId,
  number: number,
  expectedVersion: number,
): Promise<StoredDataset> {
  const [dataset, restored] = await Promise.all([getDataset(datasetId), getDataVersion(datasetId, number)])
  if (!dataset) throw notFound("dataset")
  if (!restored) throw noSuchVersion(number)
  if (dataset.version !== expectedVersion) throw versionConflict("dataset", dataset)
  const previous = dataset.dataVersion?.number ?? 0
  if (number === previous) throw new AppError("conflict", `Version ${number} is the current one already.`)
  const now = new Date().toISOString()
  const dataVersion = { ...restored, number: previous + 1, publishedAt: now, restoredFrom: number }
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.dataset
          .patch({ id: datasetId })
          .set({ status: "ready", dataVersion, dataVersionNumber: dataVersion.number, updatedAt: now })
          .add({ version: 1 })
          .where(
            ({ dataVersionNumber, version }, { eq }) =>
              `${eq(dataVersionNumber, previous)} AND ${eq(version, expectedVersion)}`,
          )
          .commit(),
        entities.dataVersion.create(itemOf(datasetId, dataVersion)).commit(),
        entities.due.put(dueItem({ id: datasetId, kind: "fan_out", at: now })).commit(),
        // While its record is there its data are, too: old versions are removed in this order.
        entities.dataVersion
          .check({ datasetId, number })
          .where(({ id }, { eq }) => eq(id, `${restored.id}`))
          .commit(),
      ])
      .go(),
  )
  const current = await getDataset(datasetId)
  if (!current) throw notFound("dataset")
  if (refusal?.refused.at(-1)) throw noSuchVersion(number)
  if (refusal) throw versionConflict("dataset", current)
  return current
}

const firstItemOf = (
  id: DatasetId,
  { transformId, name, description, ownerId }: NonNullable<Publication["creates"]>,
  dataVersion: DataVersion,
  { now, stale }: { now: string; stale: Staleness | undefined },
) => ({
  id,
  name,
  description,
  ownerId,
  status: "ready",
  source: { type: "transform", transformId },
  columnDescriptions: {},
  dataVersion,
  dataVersionNumber: dataVersion.number,
  runId: dataVersion.runId,
  stale,
  version: 1,
  createdAt: now,
  updatedAt: now,
})

type Mark = { stale: Staleness } | { from: TransformId }

/**
 * Marks a dataset as older than it should be, or as fresh again as far as `from` goes, if it has data. It is no change
 * of its author's, so its version stays.
 */
export async function markDataset(id: DatasetId, mark: Mark): Promise<void> {
  const current = await getDataset(id)
  if (!current) return
  if (!isMarkable(current, mark)) return
  const number = current.dataVersion?.number ?? 0
  const change = tables().entities.dataset.patch({ id })
  const marked = "stale" in mark ? change.set({ stale: mark.stale }) : change.remove(["stale"])
  // What is published meanwhile is fresh.
  await marked
    .where(({ dataVersionNumber }, { eq }) => eq(dataVersionNumber, number))
    .go({ returnOnConditionCheckFailure: true })
}

/** A transform takes off its own marks only; its mark stands over others' on what it makes itself, and under them further on. */
function isMarkable({ stale, source }: Dataset, mark: Mark): boolean {
  if ("from" in mark) return stale?.transformId === mark.from
  const { transformId } = mark.stale
  return (
    !stale || stale.transformId === transformId || (source.type === "transform" && source.transformId === transformId)
  )
}

async function wasPublished(dataset: Dataset, { id, number }: DataVersion): Promise<boolean> {
  if (dataset.dataVersion?.id === id) return true
  return (await getDataVersion(dataset.id, number))?.id === id
}

const itemOf = (datasetId: DatasetId, version: DataVersion) => ({
  ...version,
  datasetId,
  restoredFrom: version.restoredFrom ?? undefined,
  sortedBy: version.sortedBy ?? undefined,
  sha256: version.sha256 ?? undefined,
})

const noSuchVersion = (number: number): AppError =>
  new AppError("not_found", `This dataset has no version ${number}, or has it no longer.`)

/** One version that was published, by its number; null when there is none, or none any more. */
export async function getDataVersion(datasetId: DatasetId, number: number): Promise<DataVersion | null> {
  const { data } = await tables().entities.dataVersion.get({ datasetId, number }).go({ consistent: true })
  return data && DataVersion.parse(data)
}

/** @throws AppError not_found */
export async function requireDataVersion(datasetId: DatasetId, number: number): Promise<DataVersion> {
  const found = await getDataVersion(datasetId, number)
  if (!found) throw noSuchVersion(number)
  return found
}

/** The versions that were published and are kept, newest first. */
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

/** The oldest versions that are kept, in their order. */
export async function listOldestDataVersions(datasetId: DatasetId, limit: number): Promise<DataVersion[]> {
  const { data } = await readPage(
    (options) =>
      tables()
        .entities.dataVersion.query.byDataset({ datasetId })
        .go({ ...options, consistent: true }),
    { limit },
  )
  return data.map((item) => DataVersion.parse(item))
}

/** Removes versions from a dataset's history for good; their objects are swept later. */
export async function deleteDataVersions(datasetId: DatasetId, numbers: readonly number[]): Promise<void> {
  await deleteEvery(numbers, (some) =>
    tables()
      .entities.dataVersion.delete(some.map((number) => ({ datasetId, number })))
      .go(),
  )
}

const readHistory = (datasetId: DatasetId) =>
  readAll((options) =>
    tables()
      .entities.dataVersion.query.byDataset({ datasetId })
      .go({ ...options, consistent: true }),
  )

/**
 * What may be swept of a dataset's objects depends on its history: the ids of all versions that are kept, none when it was deleted. null when this table has never heard of the dataset.
 */
export async function listKeptDataVersionIds(id: DatasetId): Promise<Set<string> | null> {
  const dataset = await tables()
    .entities.dataset.get({ id })
    .go({ consistent: true, attributes: ["id"] })
  if (dataset.data) return new Set((await readHistory(id)).map((version) => version.id))
  const { data } = await tables().entities.deletedDataset.get({ id }).go({ consistent: true })
  return data ? new Set() : null
}

/** Removes a dataset and its history for good; its objects are swept later. Whether it is in use is the caller's question. */
export async function deleteDataset(id: DatasetId): Promise<void> {
  const expiresAtSeconds = secondsOf(new Date(Date.now() + REMEMBERED_MS).toISOString())
  await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.dataset.delete({ id }).commit(),
        entities.deletedDataset.put({ id, expiresAtSeconds }).commit(),
      ])
      .go(),
  )
  await deleteDataVersions(
    id,
    (await readHistory(id)).map(({ number }) => number),
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
