import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll } from "vitest"
import type { Column } from "#lib/domain/column.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { newId, type DatasetId, type TransformId, type UserId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { TransformDraft } from "#lib/domain/transform.ts"
import type { Actor } from "#lib/domain/user.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { createDataset, getDataset, publishDataVersion } from "#lib/server/datasets/dataset-store.ts"
import { closeDatabase, database } from "#lib/server/db/client.ts"
import { ensureTable } from "#lib/server/db/create-table.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { getRuns, type StoredRun } from "#lib/server/runs/run-store.ts"
import { fanOutFrom } from "#lib/server/schedules/fan-out.ts"
import { beginDueRuns } from "#lib/server/schedules/run-due.ts"
import { createTransform } from "#lib/server/transforms/save-transform.ts"
import { listTransformRunIds } from "#lib/server/transforms/transform-store.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startCopyingExecutor } from "./copying-executor.ts"

export type TransformWorld = {
  /** Filled in before the first test. */
  folder: string
  objects: ObjectStore
  dynamo: Pick<Dynamo, "endpoint" | "stop">
  executor: Awaited<ReturnType<typeof startCopyingExecutor>>
  /** What a process of the web tier needs to be told to live here. */
  env: Record<string, string>
}

/**
 * Real stores, and an executor that copies unless `settings` names another, for one test file. The database is the
 * embedded emulator, or what CARDLOOM_TEST_DYNAMODB_ENDPOINT names.
 */
export function useTransformWorld(settings: Record<string, string> = {}): TransformWorld {
  const world = {} as TransformWorld
  beforeAll(async () => {
    world.folder = mkdtempSync(join(tmpdir(), "cardloom-transforms-"))
    const objectsDir = join(world.folder, "objects")
    world.objects = openObjectStore({ OBJECTS_DIR: objectsDir })
    const endpoint = process.env["CARDLOOM_TEST_DYNAMODB_ENDPOINT"]
    world.dynamo = endpoint ? { endpoint, stop: async () => {} } : await startDynamo()
    world.executor = await startCopyingExecutor(world.objects)
    world.env = {
      CARDLOOM_URL: "http://127.0.0.1:3000",
      AUTH_SECRET: "a secret of the tests 0123456789 abcdef",
      CARDLOOM_TICK_TOKEN: "a token of the tests for the scheduler 0123456789",
      EXECUTOR_URL: world.executor.url,
      EXECUTOR_TOKEN: "another token of the tests 0123456789 abcdef",
      DYNAMODB_ENDPOINT: world.dynamo.endpoint,
      DYNAMODB_TABLE: `test-${crypto.randomUUID()}`,
      DYNAMODB_REGION: "us-east-1",
      OBJECTS_DIR: objectsDir,
      LOG_LEVEL: "fatal",
      ...settings,
    }
    Object.assign(process.env, world.env)
    const { client, table } = database()
    await ensureTable(client, table)
  })
  afterAll(async () => {
    closeDatabase()
    await world.executor?.close()
    await world.dynamo?.stop()
    rmSync(world.folder, { recursive: true, force: true })
  })
  return world
}

export async function makePerson(name: string): Promise<Actor> {
  const { id } = await createUser({ email: `${name}@example.org`, name, role: "member", passwordHash: null })
  return actorOf(id)
}

const actorOf = (userId: UserId): Actor => ({ userId, role: "member", groupIds: [], via: "session", scope: "admin" })

/** A dataset with one version, whose bytes are its name. */
export async function makeDataset(world: TransformWorld, owner: Actor, name: string): Promise<DatasetId> {
  const now = new Date().toISOString()
  const id = newId("ds")
  await createDataset({
    id,
    name,
    description: "",
    columnDescriptions: {},
    ownerId: owner.userId,
    status: "importing",
    source: { type: "upload", filename: `${name}.csv` },
    columns: [],
    rowCount: 0,
    sizeBytes: 0,
    dataVersion: null,
    runId: null,
    stale: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  })
  await changeDataset(world, id, new Date())
  return id
}

/** Publishes a new version of a dataset, and tells whoever depends on it at the time `now`. */
export async function changeDataset(
  world: TransformWorld,
  id: DatasetId,
  now: Date,
  columns: Column[] = [{ name: "n", type: "int64" }],
): Promise<void> {
  const number = (await storedDataset(id)).dataVersion?.number ?? null
  const bytes = Buffer.from(`${id} ${number}`)
  const dataVersionId = newId("dv")
  await world.objects.put(objectKeys.data(id, dataVersionId), bytes)
  await publishDataVersion({
    datasetId: id,
    expectedDataVersionNumber: number,
    dataVersion: {
      id: dataVersionId,
      columns,
      rowCount: 1,
      sizeBytes: bytes.byteLength,
      warnings: [],
      publishedAt: new Date().toISOString(),
      runId: newId("run"),
      source: null,
      mode: "replace",
      restoredFrom: null,
      sortedBy: null,
      sha256: null,
      options: {},
    },
  })
  await fanOutFrom(id, now)
}

export async function makeTransform(
  owner: Actor,
  inputs: DatasetId[],
  more: Partial<TransformDraft> = {},
): Promise<TransformId> {
  const draft = TransformDraft.parse({
    name: "a transform",
    code: "copy",
    inputs: inputs.map((datasetId, index) => ({ alias: `input${index}`, datasetId })),
    ...more,
  })
  return (await createTransform({ actor: owner, draft })).id
}

export async function storedDataset(id: DatasetId): Promise<Dataset> {
  const dataset = await getDataset(id)
  if (!dataset) throw new Error(`the dataset ${id} is gone`)
  return dataset
}

/** Newest first. */
export async function runsOf(id: TransformId): Promise<StoredRun[]> {
  return getRuns((await listTransformRunIds(id, { limit: 200 })).data)
}

/** What a tick at `now` does, to the end of what it begins; answers the runs it has begun of `transformIds`. */
export async function tickAt(now: Date, ...transformIds: TransformId[]): Promise<StoredRun[]> {
  const begun = await beginDueRuns(now)
  await Promise.all(begun.map(driveRun))
  return (await getRuns(begun)).filter(({ transformId }) => transformId && transformIds.includes(transformId))
}
