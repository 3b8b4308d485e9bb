import { expect, test } from "vitest"
import type { Dataset } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { newId } from "#lib/domain/ids.ts"
import {
  createDataset,
  deleteDataset,
  getDataset,
  getDatasets,
  getDataVersion,
  listAllDatasets,
  listDatasetsByOwner,
  listDataVersions,
  listKeptDataVersionIds,
  publishDataVersion,
  restoreDataVersion,
  updateDataset,
} from "#lib/server/datasets/dataset-store.ts"
import { claimRun, createRun, endRun, getRun, requestCancel } from "#lib/server/runs/run-store.ts"
import { database } from "#lib/server/db/client.ts"
import { dataVersionEntity } from "#lib/server/datasets/dataset.entity.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const datasetOf = (change: Partial<Dataset> = {}): Dataset => {
  const now = new Date().toISOString()
  return {
    id: newId("ds"),
    name: "Weather",
    description: "",
    columnDescriptions: {},
    ownerId: newId("usr"),
    status: "importing",
    source: { type: "upload", filename: "weather.csv" },
    columns: [],
    rowCount: 0,
    sizeBytes: 0,
    dataVersion: null,
    runId: null,
    stale: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...change,
  }
}

const dataVersionOf = (rowCount = 3) => ({
  id: newId("dv"),
  columns: [{ name: "größe", type: "decimal" as const }],
  rowCount,
  sizeBytes: 5_000_000_000,
  warnings: ["a column was renamed"],
  publishedAt: new Date().toISOString(),
  runId: newId("run"),
  source: { type: "s3" as const, bucket: "lake", key: "größe.csv", etag: '"e1"' },
  mode: "replace" as const,
  restoredFrom: null,
  sortedBy: "größe",
  sha256: "0".repeat(64),
  options: { types: { größe: "decimal" as const }, sortBy: null },
})

test("a dataset is read as it was stored", async () => {
  const dataset = await createDataset(datasetOf())

  expect(await getDataset(dataset.id)).toEqual(dataset)
  expect(await getDataset(newId("ds"))).toBeNull()
  await expect(createDataset(dataset)).rejects.toMatchObject({ code: "conflict" })
})

test("given 20 saves from one version at once, one is kept and the others are told what is there now", async () => {
  const { id } = await createDataset(datasetOf())

  const saves = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => updateDataset(id, { name: `name ${index}` }, 1)),
  )

  const kept = saves.filter((save) => save.status === "fulfilled").map(({ value }) => value)
  const refused = saves.filter((save) => save.status === "rejected").map(({ reason }) => reason as unknown)
  expect(kept).toHaveLength(1)
  expect(kept[0]?.version).toBe(2)
  if (!kept[0]) throw new Error("none was kept")
  const current = withoutGrants(kept[0])
  for (const error of refused) expect(error).toMatchObject({ code: "version_conflict", details: { current } })
  expect(await getDataset(id)).toEqual(kept[0])
})

test("a save without an expected version is kept whatever the version", async () => {
  const { id } = await createDataset(datasetOf())
  const runId = newId("run")
  await updateDataset(id, { name: "Wind", description: "m/s" }, 1)

  const updated = await updateDataset(id, { status: "failed", runId }, null)

  expect(updated).toMatchObject({ name: "Wind", description: "m/s", status: "failed", runId, version: 3 })
})

test("a save of a dataset that is gone says so, and does not bring it back", async () => {
  const id = newId("ds")
  await expect(updateDataset(id, { name: "x" }, 1)).rejects.toMatchObject({ code: "not_found" })
  await expect(updateDataset(id, { name: "x" }, null)).rejects.toMatchObject({ code: "not_found" })
  await expect(
    publishDataVersion({
      datasetId: id,
      dataVersion: dataVersionOf(),
      expectedDataVersionNumber: null,
    }),
  ).rejects.toMatchObject({ code: "not_found" })
  expect(await getDataset(id)).toBeNull()
})

test("a published version becomes the current one, and its predecessors stay in the history", async () => {
  const { id: datasetId } = await createDataset(datasetOf())
  const [first, second] = [dataVersionOf(3), dataVersionOf(4)]

  const one = await publishDataVersion({
    datasetId,
    dataVersion: first,
    expectedDataVersionNumber: null,
  })
  const two = await publishDataVersion({
    datasetId,
    dataVersion: second,
    expectedDataVersionNumber: 1,
  })

  expect(one).toMatchObject({ status: "ready", rowCount: 3, version: 2, dataVersion: { ...first, number: 1 } })
  expect(two).toMatchObject({
    rowCount: 4,
    sizeBytes: 5_000_000_000,
    columns: second.columns,
    version: 3,
    dataVersion: { ...second, number: 2 },
  })
  expect(await listDataVersions(datasetId, { limit: 50 })).toEqual({
    data: [
      { ...second, number: 2 },
      { ...first, number: 1 },
    ],
    nextCursor: null,
  })
})

test("given ten imports that publish at once, one is published", async () => {
  const { id: datasetId } = await createDataset(datasetOf())
  const versions = Array.from({ length: 10 }, (_, index) => dataVersionOf(index))

  const outcomes = await Promise.allSettled(
    versions.map((dataVersion) => publishDataVersion({ datasetId, dataVersion, expectedDataVersionNumber: null })),
  )

  const published = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []))
  expect(published).toHaveLength(1)
  for (const error of refused) expect(error).toMatchObject({ code: "conflict" })
  const { data: history } = await listDataVersions(datasetId, { limit: 50 })
  expect(history).toEqual([published[0]?.dataVersion])
})

test("given one import that publishes five times at once, all succeed and it is published once", async () => {
  const { id: datasetId } = await createDataset(datasetOf())
  const dataVersion = dataVersionOf()
  const publication = { datasetId, dataVersion, expectedDataVersionNumber: null }

  const outcomes = await Promise.all(Array.from({ length: 5 }, () => publishDataVersion(publication)))

  for (const outcome of outcomes) expect(outcome.dataVersion).toEqual({ ...dataVersion, number: 1 })
  expect((await getDataset(datasetId))?.version).toBe(2)
})

test("a publication repeated after a newer one leaves the newer one in place", async () => {
  const { id: datasetId } = await createDataset(datasetOf())
  const [first, second] = [dataVersionOf(), dataVersionOf()]
  const firstPublication = { datasetId, dataVersion: first, expectedDataVersionNumber: null }
  await publishDataVersion(firstPublication)
  await publishDataVersion({ datasetId, dataVersion: second, expectedDataVersionNumber: 1 })

  expect((await publishDataVersion(firstPublication)).dataVersion?.id).toBe(second.id)
})

test("many datasets are read at once, in the order asked for, without those that are not there", async () => {
  const datasets = await Promise.all(Array.from({ length: 130 }, () => createDataset(datasetOf())))
  const ids = datasets.map(({ id }) => id)

  const found = await getDatasets([newId("ds"), ...ids, ...ids])

  expect(found.map(({ id }) => id)).toEqual(ids)
  expect(await getDatasets([])).toEqual([])
})

test("lists are an owner's or everybody's, last changed first, page by page", async () => {
  const ownerId = newId("usr")
  const ids = []
  for (let count = 0; count < 5; count += 1) {
    ids.push(
      (await createDataset(datasetOf({ ownerId, updatedAt: new Date(Date.UTC(2024, 0, 1 + count)).toISOString() }))).id,
    )
  }
  const [oldest] = ids
  if (!oldest) throw new Error("unreachable")
  await updateDataset(oldest, { name: "touched" }, 1)

  const one = await listDatasetsByOwner(ownerId, { limit: 3 })
  const two = await listDatasetsByOwner(ownerId, { limit: 3, cursor: one.nextCursor ?? undefined })

  expect([...one.data, ...two.data].map(({ id }) => id)).toEqual([oldest, ...ids.slice(1).toReversed()])
  expect(two.nextCursor).toBeNull()
  expect((await listAllDatasets({ limit: 1 })).data.map(({ id }) => id)).toEqual([oldest])
})

test("a deleted dataset leaves nothing behind", async () => {
  const dataset = await createDataset(datasetOf())
  const dataVersion = dataVersionOf()
  await publishDataVersion({
    datasetId: dataset.id,
    dataVersion,
    expectedDataVersionNumber: null,
  })

  await deleteDataset(dataset.id)
  await deleteDataset(dataset.id)

  expect(await getDataset(dataset.id)).toBeNull()
  expect((await listDataVersions(dataset.id, { limit: 1 })).data).toEqual([])
  expect((await listDatasetsByOwner(dataset.ownerId, { limit: 1 })).data).toEqual([])
})

test("a version that was stored before its source was kept is read with nothing in its place", async () => {
  const { id: datasetId } = await createDataset(datasetOf())
  const { id, columns, rowCount, sizeBytes, warnings, publishedAt, runId } = dataVersionOf()
  const old = { id, columns, rowCount, sizeBytes, warnings, publishedAt, runId, number: 1 }
  await dataVersionEntity(database())
    .create({ ...old, datasetId })
    .go()

  expect(await getDataVersion(datasetId, 1)).toEqual({
    ...old,
    source: null,
    mode: "replace",
    restoredFrom: null,
    sortedBy: null,
    sha256: null,
    options: {},
  })
  expect(await getDataVersion(datasetId, 2)).toBeNull()
})

const progress = { stage: "publishing" as const, done: 1, total: 1 }

async function drivenRun(datasetId: Dataset["id"], owner = "web") {
  const run = await createRun({
    id: newId("run"),
    kind: "import",
    status: "queued",
    progress: { stage: "queued", done: 0, total: 0 },
    datasetId,
    startedBy: newId("usr"),
    createdAt: new Date().toISOString(),
    request: {},
  })
  await claimRun(run.id, { owner, leaseMs: 20_000, nowMs: Date.now() })
  return run.id
}

test("a publication ends its run in the same write, and takes over where the data come from", async () => {
  const { id: datasetId } = await createDataset(datasetOf())
  const runId = await drivenRun(datasetId)
  const source = { type: "s3" as const, bucket: "lake", key: "k.csv", etag: '"e"' }

  const published = await publishDataVersion({
    datasetId,
    dataVersion: { ...dataVersionOf(), runId },
    expectedDataVersionNumber: null,
    source,
    run: { id: runId, ender: { owner: "web" }, progress },
  })

  expect(published).toMatchObject({ status: "ready", source, runId })
  expect(await getRun(runId)).toMatchObject({ status: "succeeded", outcome: "published", progress, leaseOwner: null })
})

test.each<[string, (runId: Awaited<ReturnType<typeof drivenRun>>) => Promise<unknown>]>([
  ["is to be cancelled", (runId) => requestCancel(runId)],
  ["has ended", (runId) => endRun(runId, "anyone", { status: "cancelled" })],
  ["is another's by now", (runId) => claimRun(runId, { owner: "other", leaseMs: 1, nowMs: Date.now() + 60_000 })],
])("a run that %s publishes nothing", async (_, happen) => {
  const { id: datasetId } = await createDataset(datasetOf())
  const runId = await drivenRun(datasetId)
  await happen(runId)

  const publication = publishDataVersion({
    datasetId,
    dataVersion: { ...dataVersionOf(), runId },
    expectedDataVersionNumber: null,
    run: { id: runId, ender: { owner: "web" }, progress },
  })

  await expect(publication).rejects.toMatchObject({ code: "conflict" })
  expect(await getDataset(datasetId)).toMatchObject({ dataVersion: null, version: 1 })
  expect((await getRun(runId))?.status).not.toBe("succeeded")
})

async function datasetWithVersions(...rowCounts: number[]) {
  const { id: datasetId } = await createDataset(datasetOf())
  for (const [index, rowCount] of rowCounts.entries())
    await publishDataVersion({
      datasetId,
      dataVersion: dataVersionOf(rowCount),
      expectedDataVersionNumber: index === 0 ? null : index,
    })
  return datasetId
}

test("a restored version is a new one with the old one's object; the history keeps all", async () => {
  const datasetId = await datasetWithVersions(3, 4)
  const first = await getDataVersion(datasetId, 1)

  const restored = await restoreDataVersion(datasetId, 1, 3)

  expect(restored).toMatchObject({
    rowCount: 3,
    version: 4,
    dataVersion: { id: first?.id, number: 3, restoredFrom: 1 },
  })
  const { data } = await listDataVersions(datasetId, { limit: 10 })
  expect(data.map(({ number, rowCount, restoredFrom }) => [number, rowCount, restoredFrom])).toEqual([
    [3, 3, 1],
    [2, 4, null],
    [1, 3, null],
  ])
  expect((await listKeptDataVersionIds(datasetId))?.size).toBe(2)
})

test("a version is restored once by those who saw the same dataset, and not when it is the current one", async () => {
  const datasetId = await datasetWithVersions(3, 4)

  const attempts = await Promise.allSettled(Array.from({ length: 5 }, () => restoreDataVersion(datasetId, 1, 3)))

  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  for (const attempt of attempts)
    if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "version_conflict" })
  await expect(restoreDataVersion(datasetId, 3, 4)).rejects.toMatchObject({ code: "conflict" })
  await expect(restoreDataVersion(datasetId, 9, 4)).rejects.toMatchObject({ code: "not_found" })
  await expect(restoreDataVersion(newId("ds"), 1, 1)).rejects.toMatchObject({ code: "not_found" })
})

test("of a deleted dataset no object is kept; of one this table never had, nothing is known", async () => {
  const datasetId = await datasetWithVersions(3)
  expect((await listKeptDataVersionIds(datasetId))?.size).toBe(1)

  await deleteDataset(datasetId)

  expect(await listKeptDataVersionIds(datasetId)).toEqual(new Set())
  expect(await listKeptDataVersionIds(newId("ds"))).toBeNull()
})
