import { beforeAll, describe, expect, test } from "vitest"
import type { AppError } from "#lib/domain/app-error.ts"
import { newId, type DatasetId, type DataVersionId, type RunId, type TransformId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { Actor } from "#lib/domain/user.ts"
import { deleteDataVersions, getDataVersion, listDataVersions } from "#lib/server/datasets/dataset-store.ts"
import { restoreVersion } from "#lib/server/datasets/restore-version.ts"
import { sweepObjects } from "#lib/server/datasets/sweep-objects.ts"
import { closeDatabase } from "#lib/server/db/client.ts"
import { planTrim } from "#lib/server/retention/plan-trim.ts"
import { trimDue } from "#lib/server/retention/trim-due.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { createRun, deleteRuns, endRun, getRun } from "#lib/server/runs/run-store.ts"
import { getDue } from "#lib/server/schedules/due-store.ts"
import { deleteTransform } from "#lib/server/transforms/delete-transform.ts"
import { runTransform } from "#lib/server/transforms/run-transform.ts"
import { listTransformRunIds } from "#lib/server/transforms/transform-store.ts"
import { startWatchingProxy } from "#tests/support/watching-proxy.ts"
import { keysBelow } from "../datasets/dataset-stack.ts"
import {
  changeDataset,
  makeDataset,
  makePerson,
  makeTransform,
  runsOf,
  storedDataset,
  useTransformWorld,
} from "./transform-world.ts"

const world = useTransformWorld({
  CARDLOOM_KEEP_RUNS: "2",
  CARDLOOM_KEEP_RUN_DAYS: "30",
  CARDLOOM_KEEP_VERSIONS: "2",
  CARDLOOM_KEEP_VERSION_DAYS: "30",
})
const DAY_MS = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
/** More ticks than there are letters that ids begin with. */
const SWEEPS = 30

let ada: Actor

beforeAll(async () => {
  ada = await makePerson("ada")
})

async function datasetOf(versions: number): Promise<DatasetId> {
  const id = await makeDataset(world, ada, "data")
  for (let number = 2; number <= versions; number += 1) await changeDataset(world, id, new Date())
  return id
}

async function sweepAll(now: Date): Promise<void> {
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) await sweepObjects(now)
}

const numbersOf = async (id: DatasetId) =>
  (await listDataVersions(id, { limit: 50 })).data.map(({ number }) => number).toReversed()

const isStored = async (datasetId: DatasetId, versionId: DataVersionId) =>
  (await world.objects.head(objectKeys.data(datasetId, versionId))) !== null

async function isCurrentStored(id: DatasetId): Promise<boolean> {
  const { dataVersion } = await storedDataset(id)
  return dataVersion !== null && isStored(id, dataVersion.id)
}

async function restore(datasetId: DatasetId, number: number) {
  const { version } = await storedDataset(datasetId)
  return restoreVersion({ actor: ada, datasetId, number, expectedVersion: version })
}

describe("data versions", () => {
  test("the last two stay however old, and the others for thirty days after they were replaced", async () => {
    const id = await datasetOf(5)

    await trimDue(inDays(29))
    expect(await numbersOf(id)).toEqual([1, 2, 3, 4, 5])

    await trimDue(inDays(40))
    expect(await numbersOf(id)).toEqual([4, 5])
    expect((await keysBelow(world.objects, `datasets/${id}/`)).length).toBe(5)
    await sweepAll(inDays(40))
    expect((await keysBelow(world.objects, `datasets/${id}/`)).length).toBe(2)
    expect(await isCurrentStored(id)).toBe(true)
    expect((await restore(id, 4)).dataVersion).toMatchObject({ number: 6, restoredFrom: 4 })
    await expect(restore(id, 1)).rejects.toMatchObject({ code: "not_found" })
  })

  test("a dataset with no more than two is not looked at again until it has more", async () => {
    const id = await datasetOf(2)
    await trimDue(inDays(2))
    expect(await getDue({ id, kind: "trim" })).toBeNull()
    await changeDataset(world, id, new Date())
    expect(await getDue({ id, kind: "trim" })).not.toBeNull()
  })

  test("the data of a version that was restored stay when its own record goes", async () => {
    const id = await datasetOf(2)
    const first = await getDataVersion(id, 1)
    if (!first) throw new Error("it has no first version")
    await restore(id, 1)
    await changeDataset(world, id, new Date())

    await trimDue(inDays(40))
    await sweepAll(inDays(40))

    expect(await numbersOf(id)).toEqual([3, 4])
    expect(await isStored(id, first.id)).toBe(true)
    expect((await restore(id, 3)).dataVersion).toMatchObject({ id: first.id })
  })

  test("what a run that has not ended reads stays until it has", async () => {
    const id = await datasetOf(4)
    const [first] = (await listDataVersions(id, { limit: 10 })).data.toReversed()
    if (!first) throw new Error("it has no first version")
    const run = await createRun({
      id: newId("run"),
      kind: "transform",
      status: "queued",
      progress: { stage: "queued", done: 0, total: 0 },
      inputVersions: [{ alias: "input0", datasetId: id, dataVersionId: first.id, number: 1 }],
      startedBy: ada.userId,
      createdAt: new Date().toISOString(),
      request: {},
    })

    await trimDue(inDays(40))
    await sweepAll(inDays(40))
    expect(await numbersOf(id)).toEqual([1, 3, 4])
    expect(await isStored(id, first.id)).toBe(true)

    await endRun(run.id, "anyone", { status: "cancelled" })
    await trimDue(inDays(42))
    expect(await numbersOf(id)).toEqual([3, 4])
  })

  test("restored at the moment of its removal, a version is either current with its data or not there any more", async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => datasetOf(3)))

    const [restored] = await Promise.all([
      Promise.allSettled(ids.map((id) => restore(id, 1))),
      trimDue(inDays(40)),
      trimDue(inDays(40)),
    ])
    await sweepAll(inDays(40))

    for (const [index, outcome] of restored.entries()) {
      expect(await isCurrentStored(ids[index] ?? newId("ds"))).toBe(true)
      if (outcome.status === "fulfilled") expect(outcome.value.dataVersion?.restoredFrom).toBe(1)
      else expect(outcome.reason).toMatchObject({ code: "not_found" } satisfies Partial<AppError>)
    }
  })

  test("removed after it was read to be restored, a version is not restored", async () => {
    const id = await datasetOf(3)
    const toDynamo = await startWatchingProxy(world.dynamo.endpoint)
    closeDatabase()
    process.env["DYNAMODB_ENDPOINT"] = toDynamo.url
    toDynamo.watch = {
      onRequest: async ({ headers, body }) => {
        const isRestoration = String(headers["x-amz-target"]).endsWith(".TransactWriteItems")
        if (isRestoration && body.includes("restoredFrom")) await deleteDataVersions(id, [1])
      },
    }
    try {
      await expect(restore(id, 1)).rejects.toMatchObject({ code: "not_found" })
      expect(await storedDataset(id)).toMatchObject({ dataVersion: { number: 3 } })
    } finally {
      closeDatabase()
      process.env["DYNAMODB_ENDPOINT"] = world.dynamo.endpoint
      await toDynamo.close()
    }
  })

  test("data of a run that died before it published go a day later, and not before", async () => {
    const id = await datasetOf(1)
    const orphan = newId("dv")
    await world.objects.put(objectKeys.data(id, orphan), Buffer.from("made, and never published"))
    await sweepAll(new Date())
    expect(await isStored(id, orphan)).toBe(true)
    await sweepAll(inDays(1.1))
    expect(await isStored(id, orphan)).toBe(false)
    expect(await isCurrentStored(id)).toBe(true)
  })
})

describe("runs", () => {
  async function runTimes(transformId: TransformId, times: number): Promise<RunId[]> {
    const ids: RunId[] = []
    for (let time = 0; time < times; time += 1) {
      const { run } = await runTransform({ actor: ada, transformId })
      await driveRun(run.id)
      await world.objects.put(objectKeys.log(run.id), Buffer.from("printed"))
      ids.push(run.id)
    }
    return ids
  }
  const logsOf = async (ids: RunId[]) =>
    (await Promise.all(ids.map((id) => world.objects.head(objectKeys.log(id))))).map((head) => head !== null)

  test("the last two of a transform stay however old, and the others for thirty days, with their logs", async () => {
    const transformId = await makeTransform(ada, [await datasetOf(1)])
    const ids = await runTimes(transformId, 5)

    await trimDue(inDays(29))
    expect((await runsOf(transformId)).map(({ id }) => id)).toEqual(ids.toReversed())

    await Promise.all([trimDue(inDays(40)), trimDue(inDays(40))])
    expect((await runsOf(transformId)).map(({ id }) => id)).toEqual(ids.slice(3).toReversed())
    expect(await logsOf(ids)).toEqual([false, false, false, true, true])
    await runTimes(transformId, 1)
    expect(await runsOf(transformId)).toMatchObject([{ status: "succeeded" }, {}, {}])
  })

  test("a removal that was broken off is brought to its end the next day", async () => {
    const transformId = await makeTransform(ada, [await datasetOf(1)])
    const ids = await runTimes(transformId, 4)
    await deleteRuns(ids.slice(0, 2))

    await trimDue(inDays(2))

    expect((await listTransformRunIds(transformId, { limit: 10 })).data).toEqual(ids.slice(2).toReversed())
    expect(await logsOf(ids)).toEqual([false, false, true, true])
  })

  test("of a transform that is gone, all go", async () => {
    const transformId = await makeTransform(ada, [await datasetOf(1)])
    const ids = await runTimes(transformId, 2)
    await deleteTransform({ actor: ada, transformId })

    await trimDue(inDays(20))
    expect(await runsOf(transformId)).toHaveLength(2)
    await trimDue(inDays(40))
    expect(await runsOf(transformId)).toEqual([])
    expect(await logsOf(ids)).toEqual([false, false])
    expect(await getDue({ id: transformId, kind: "trim" })).toBeNull()
  })

  test("that of an import goes after thirty days", async () => {
    const { id } = await createRun({
      id: newId("run"),
      kind: "import",
      status: "queued",
      progress: { stage: "queued", done: 0, total: 0 },
      startedBy: ada.userId,
      createdAt: new Date().toISOString(),
      request: {},
    })
    await planTrim(id, new Date())
    await endRun(id, "anyone", { status: "failed", error: { code: "internal", message: "It failed." } })

    await trimDue(inDays(29))
    expect(await getRun(id)).not.toBeNull()
    await trimDue(inDays(31))
    expect(await getRun(id)).toBeNull()
  })
})
