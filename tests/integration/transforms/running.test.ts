import { beforeAll, describe, expect, test } from "vitest"
import type { Dataset } from "#lib/domain/dataset.ts"
import { newId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { buildCardJob } from "#lib/server/cards/build-card-job.ts"
import { createCard } from "#lib/server/cards/create-card.ts"
import { deleteDataset } from "#lib/server/datasets/delete-dataset.ts"
import { getDataset } from "#lib/server/datasets/dataset-store.ts"
import { readDatasetLineage } from "#lib/server/lineage/read-lineage.ts"
import { database } from "#lib/server/db/client.ts"
import { runEntity } from "#lib/server/runs/run.entity.ts"
import { cancelRun } from "#lib/server/runs/cancel-run.ts"
import { publishRun } from "#lib/server/runs/confirm-run.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { listWaiting, waitingFor } from "#lib/server/runs/list-waiting.ts"
import { readLog } from "#lib/server/runs/read-log.ts"
import { readRun } from "#lib/server/runs/read-run.ts"
import { takeOverRuns } from "#lib/server/runs/take-over-runs.ts"
import { deleteTransform } from "#lib/server/transforms/delete-transform.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"
import { runTransform } from "#lib/server/transforms/run-transform.ts"
import { restoreTransformVersion, updateTransform } from "#lib/server/transforms/save-transform.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import {
  changeDataset,
  makeDataset,
  makePerson,
  makeTransform,
  runsOf,
  storedDataset,
  useTransformWorld,
} from "./transform-world.ts"

const world = useTransformWorld({ CARDLOOM_RETRY_SECONDS: "2" })
let ada: Actor
let bob: Actor
beforeAll(async () => {
  ada = await makePerson("ada")
  bob = await makePerson("bob")
})

async function run(actor: Actor, transformId: Awaited<ReturnType<typeof makeTransform>>) {
  const { run: begun } = await runTransform({ actor, transformId })
  await driveRun(begun.id)
  return readRun({ actor, runId: begun.id })
}

/** The output of a transform that has run. */
async function outputOf(actor: Actor, transformId: Awaited<ReturnType<typeof makeTransform>>) {
  const { outputDatasetId } = await readTransform({ actor, transformId })
  if (!outputDatasetId) throw new Error("the transform has made nothing")
  return storedDataset(outputDatasetId)
}

/** What is known of a card before it is run. */
const cardReading = (dataset: Dataset) =>
  buildCardJob(
    {
      ownerId: dataset.ownerId,
      language: "python",
      code: "",
      datasets: [{ alias: "d", datasetId: dataset.id }],
      columns: null,
      params: {},
      chart: null,
    },
    { key: "k", datasets: new Map([[dataset.id, dataset]]), filters: [], resolved: [], timezone: "UTC" },
  )

describe("a run by hand", () => {
  test("makes the output at its first success and a new version at each further one, and tells what it read", async () => {
    const orders = await makeDataset(world, ada, "orders")
    const transformId = await makeTransform(ada, [orders], { name: "monthly" })
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ outputDatasetId: null, lastRun: null })

    const first = await run(ada, transformId)
    expect(first).toMatchObject({
      kind: "transform",
      status: "succeeded",
      outcome: "published",
      cause: { type: "manual" },
      attempt: 1,
      inputRows: 1,
      outputRows: 1,
      peakMemoryBytes: 1000,
      inputVersions: [{ alias: "input0", datasetId: orders, number: 1 }],
    })
    const output = await outputOf(ada, transformId)
    expect(output).toMatchObject({
      name: "monthly",
      ownerId: ada.userId,
      status: "ready",
      source: { type: "transform", transformId },
      dataVersion: { number: 1, runId: first.id },
    })
    expect(first.datasetId).toBe(output.id)
    expect(await readLog({ actor: ada, runId: first.id })).toBe("hello from the code\n")

    await run(ada, transformId)
    expect(await outputOf(ada, transformId)).toMatchObject({ id: output.id, dataVersion: { number: 2 } })
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ lastRun: { status: "succeeded" } })
  })

  test("asked for while one is under way, by any number at once, is that one", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")])
    const answers = await Promise.all(Array.from({ length: 5 }, () => runTransform({ actor: ada, transformId })))
    expect(new Set(answers.map(({ run: { id } }) => id)).size).toBe(1)
    expect(await runsOf(transformId)).toHaveLength(1)
  })

  test("is nobody else's to see or start", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")])
    await expect(runTransform({ actor: bob, transformId })).rejects.toMatchObject({ code: "not_found" })
    const { id } = await run(ada, transformId)
    await expect(readRun({ actor: bob, runId: id })).rejects.toMatchObject({ code: "not_found" })
    await expect(readLog({ actor: bob, runId: id })).rejects.toMatchObject({ code: "not_found" })
  })

  test("cancelled while it waits, ends at once and publishes nothing", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")])
    const { run: begun } = await runTransform({ actor: ada, transformId })
    expect(await cancelRun({ actor: ada, runId: begun.id })).toMatchObject({ status: "cancelled" })
    await driveRun(begun.id)
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ outputDatasetId: null })
  })

  test("can be read while it goes on, and cancelled: it stops, and publishes nothing", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { code: "wait" })
    const { run: begun } = await runTransform({ actor: ada, transformId })
    const driven = driveRun(begun.id)
    const named = { actor: ada, runId: begun.id }
    await waitFor("the log is there", async () => (await readLog(named)) === "hello from the code\n")
    await waitFor("progress is there", async () => (await readRun(named)).progress.stage === "running")
    expect(await cancelRun(named)).toMatchObject({ status: "running" })
    await driven
    expect(await readRun(named)).toMatchObject({ status: "cancelled" })
    expect(await readTransform({ actor: ada, transformId })).toMatchObject({ outputDatasetId: null })
  })

  test("of several at once: they go one after the other, and each publishes", async () => {
    const dataset = await makeDataset(world, ada, "d")
    const transformId = await makeTransform(ada, [dataset])
    await run(ada, transformId)
    const { run: second } = await runTransform({ actor: ada, transformId })
    await Promise.all([driveRun(second.id), driveRun(second.id), driveRun(second.id)])
    expect(await outputOf(ada, transformId)).toMatchObject({ dataVersion: { number: 2, runId: second.id } })
  })
})

describe("a failure", () => {
  test("of the author keeps the old version, says where, is not tried again, and marks what comes from it until it is fixed", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")])
    await run(ada, transformId)
    const output = await outputOf(ada, transformId)
    const below = await makeTransform(ada, [output.id])
    await run(ada, below)

    await updateTransform({ actor: ada, transformId, patch: { code: "fail" }, expectedVersion: 1 })
    const asked = world.executor.asked()
    const failed = await run(ada, transformId)
    expect(failed).toMatchObject({
      status: "failed",
      attempt: 1,
      transformVersion: 2,
      error: { code: "execution_failed", message: "KeyError: 'amount'", line: 2 },
    })
    expect(world.executor.asked()).toBe(asked + 1)
    const stale = { runId: failed.id, transformId, reason: expect.stringContaining("its code raised an error") }
    expect(await storedDataset(output.id)).toMatchObject({ dataVersion: { number: 1 }, stale })
    expect(await outputOf(ada, below)).toMatchObject({ stale })
    expect(cardReading(await storedDataset(output.id))).toMatchObject({ dataStale: stale.reason })
    await run(ada, below)
    expect(await outputOf(ada, below), "made anew of what is old").toMatchObject({ dataVersion: { number: 2 }, stale })
    const lineage = await readDatasetLineage({ actor: ada, datasetId: output.id })
    expect(lineage.nodes.find(({ id }) => id === transformId)).toMatchObject({ stale: "Its last run failed." })

    await restoreTransformVersion({ actor: ada, transformId, number: 1, expectedVersion: 2 })
    await run(ada, transformId)
    expect(await storedDataset(output.id)).toMatchObject({ dataVersion: { number: 2 }, stale: null })
    expect(await outputOf(ada, below)).toMatchObject({ stale: null })
  })

  test("of its own outlasts that of what it comes from, and the other way round", async () => {
    const above = await makeTransform(ada, [await makeDataset(world, ada, "d")])
    await run(ada, above)
    const below = await makeTransform(ada, [(await outputOf(ada, above)).id])
    await run(ada, below)
    const code = (transformId: typeof above, text: string, expectedVersion: number) =>
      updateTransform({ actor: ada, transformId, patch: { code: text }, expectedVersion })
    const mark = async () => (await outputOf(ada, below)).stale?.transformId

    await code(above, "fail", 1)
    await run(ada, above)
    await code(below, "fail", 1)
    await run(ada, below)
    expect(await mark()).toBe(below)
    await code(above, "copy", 2)
    await run(ada, above)
    expect(await mark(), "only what is above is well again").toBe(below)
    await code(above, "fail", 3)
    await run(ada, above)
    await code(below, "copy", 2)
    await run(ada, below)
    expect(await mark(), "only what is below is well again").toBe(above)
    await code(above, "copy", 4)
    await run(ada, above)
    expect(await mark()).toBeUndefined()
  })

  test("after an input has lost a column says which", async () => {
    const dataset = await makeDataset(world, ada, "orders")
    const transformId = await makeTransform(ada, [dataset])
    await run(ada, transformId)
    await changeDataset(world, dataset, new Date(), [{ name: "m", type: "int64" }])
    await updateTransform({ actor: ada, transformId, patch: { code: "fail" }, expectedVersion: 1 })
    expect(await run(ada, transformId)).toMatchObject({
      status: "failed",
      error: { hint: 'The columns have changed since this last succeeded: of input0, "n" is gone.' },
    })
  })

  test(
    "of ours is tried again by another, later each time, and given up after a few",
    { timeout: 300_000 },
    async () => {
      const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { code: "busy" })
      const { id } = await run(ada, transformId)
      const [postponed] = await runsOf(transformId)
      expect(postponed).toMatchObject({ status: "queued", attempt: 1, error: { code: "unavailable" } })
      expect(Date.parse(postponed?.leaseUntil ?? "")).toBeGreaterThan(Date.now())
      await driveRun(id)
      expect((await runsOf(transformId))[0]).toMatchObject({ status: "queued", attempt: 1 })
      const overdue = { leaseUntil: "2024-01-01T00:00:00.000Z", attempt: 4 }
      await runEntity(database()).patch({ id }).set(overdue).go()
      await driveRun(id)
      expect((await runsOf(transformId))[0]).toMatchObject({
        status: "failed",
        error: { message: expect.stringContaining("begun several times") },
      })
    },
  )

  test("for an input that is no longer the owner's to use says which", async () => {
    const dataset = await makeDataset(world, bob, "bob's")
    await expect(makeTransform(ada, [dataset])).rejects.toMatchObject({ code: "validation_failed" })
    const gone = await makeDataset(world, ada, "d")
    const transformId = await makeTransform(ada, [gone])
    await expect(deleteDataset({ actor: ada, datasetId: gone })).rejects.toMatchObject({ code: "conflict" })
    const { deleteDataset: deleteStored } = await import("#lib/server/datasets/dataset-store.ts")
    await deleteStored(gone)
    expect(await run(ada, transformId)).toMatchObject({
      status: "failed",
      error: { code: "input_missing", message: expect.stringContaining('"input0"') },
    })
  })
})

describe("other columns", () => {
  const columns = (name: string) => `columns ${JSON.stringify([{ name, type: "int64" }])}`

  test("that break a card wait for a person; those that break nothing, or are declared allowed, do not", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { code: columns("a") })
    await run(ada, transformId)
    const output = await outputOf(ada, transformId)
    await updateTransform({ actor: ada, transformId, patch: { code: columns("b") }, expectedVersion: 1 })
    expect(await run(ada, transformId), "nobody reads it").toMatchObject({ status: "succeeded" })

    const draft = {
      name: "c",
      description: "",
      language: "python" as const,
      code: "def render(dataset, filters, params): pass",
      datasets: [{ alias: "d", datasetId: output.id }],
      columns: ["b"],
      params: {},
      chart: null,
      maxAgeSeconds: 0,
    }
    await createCard({ actor: ada, draft })
    await updateTransform({ actor: ada, transformId, patch: { code: columns("c") }, expectedVersion: 2 })
    const waiting = await run(ada, transformId)
    expect(waiting).toMatchObject({
      status: "awaiting_confirmation",
      review: { diff: { removed: [{ name: "b" }], added: [{ name: "c" }] }, readers: [{ kind: "card", name: "c" }] },
    })
    expect(await storedDataset(output.id)).toMatchObject({ dataVersion: { number: 2 } })
    const told = { runId: waiting.id, transformId, datasetId: output.id }
    expect(await waitingFor(output.id)).toMatchObject(told)
    expect(await listWaiting(ada)).toMatchObject([{ ...told, datasetName: "a transform" }])
    expect(await listWaiting(bob)).toEqual([])

    expect(await publishRun({ actor: ada, runId: waiting.id })).toMatchObject({ status: "succeeded", outputRows: 1 })
    expect(await storedDataset(output.id)).toMatchObject({ columns: [{ name: "c" }], dataVersion: { number: 3 } })
    expect([await waitingFor(output.id), await listWaiting(ada)]).toEqual([null, []])

    await updateTransform({
      actor: ada,
      transformId,
      patch: { code: columns("d"), allowSchemaChange: true },
      expectedVersion: 3,
    })
    expect(await run(ada, transformId)).toMatchObject({ status: "succeeded" })
  })
})

describe("what is saved", () => {
  test("may not read its own output, however far round", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")], { name: "first" })
    await run(ada, transformId)
    const output = await outputOf(ada, transformId)
    const inputs = (datasetId: typeof output.id) => ({ inputs: [{ alias: "x", datasetId }] })
    const save = (patch: ReturnType<typeof inputs>) =>
      updateTransform({ actor: ada, transformId, patch, expectedVersion: 1 })
    await expect(save(inputs(output.id))).rejects.toThrow("A transform can't read its own output.")

    const second = await makeTransform(ada, [output.id], { name: "second" })
    await run(ada, second)
    const third = await makeTransform(ada, [(await outputOf(ada, second)).id], { name: "third" })
    await run(ada, third)
    await expect(save(inputs((await outputOf(ada, third)).id))).rejects.toThrow(
      'This would be a circle: what it reads is made by "second", then "third" from its own output.',
    )
  })

  test("by two who would close a circle together: one of them is refused", async () => {
    const base = await makeDataset(world, ada, "d")
    const ids = [await makeTransform(ada, [base]), await makeTransform(ada, [base])] as const
    for (const id of ids) await run(ada, id)
    const outputs = await Promise.all(ids.map(async (id) => (await outputOf(ada, id)).id))
    const saves = await Promise.allSettled(
      ids.map((transformId, index) => {
        const datasetId = outputs[1 - index] ?? base
        return updateTransform({
          actor: ada,
          transformId,
          patch: { inputs: [{ alias: "x", datasetId }] },
          expectedVersion: 1,
        })
      }),
    )
    expect(saves.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  })

  test("is refused where its schedule can't be meant, in one sentence", async () => {
    const dataset = await makeDataset(world, ada, "d")
    const schedule = { cron: "* * * * *", timezone: "UTC" }
    await expect(makeTransform(ada, [dataset], { schedule })).rejects.toThrow(/more often than every 5 minutes/)
  })
})

describe("deleting", () => {
  test("the output waits for the transform, which leaves it behind", async () => {
    const dataset = await makeDataset(world, ada, "d")
    const transformId = await makeTransform(ada, [dataset], { name: "maker" })
    await run(ada, transformId)
    const output = await outputOf(ada, transformId)
    await updateTransform({ actor: ada, transformId, patch: { code: "fail" }, expectedVersion: 1 })
    await run(ada, transformId)
    await expect(deleteDataset({ actor: ada, datasetId: output.id })).rejects.toThrow(
      /is made by the transform "maker"/,
    )
    await deleteTransform({ actor: ada, transformId })
    await expect(readTransform({ actor: ada, transformId })).rejects.toMatchObject({ code: "not_found" })
    expect(await getDataset(output.id)).toMatchObject({ status: "ready", stale: null })
    await deleteDataset({ actor: ada, datasetId: output.id })
    await deleteDataset({ actor: ada, datasetId: dataset })
  })

  test("a transform whose run is queued drops the run", async () => {
    const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")])
    const { run: begun } = await runTransform({ actor: ada, transformId })
    await deleteTransform({ actor: ada, transformId })
    expect(await readRun({ actor: ada, runId: begun.id })).toMatchObject({ status: "cancelled" })
  })
})

test("a run whose driver never came is taken over", async () => {
  const transformId = await makeTransform(ada, [await makeDataset(world, ada, "d")])
  await runTransform({ actor: ada, transformId })
  const { ended } = await takeOverRuns(new Date(Date.now() + 60_000))
  await ended
  expect((await runsOf(transformId))[0]).toMatchObject({ status: "succeeded" })
})

test("lineage names what the asker may see, upstream through what they may not", async () => {
  const raw = await makeDataset(world, ada, "raw")
  const transformId = await makeTransform(ada, [raw], { name: "clean" })
  await run(ada, transformId)
  const output = await outputOf(ada, transformId)
  const mine = await readDatasetLineage({ actor: ada, datasetId: raw })
  expect(mine.nodes.map(({ kind, name }) => [kind, name])).toEqual([
    ["dataset", "raw"],
    ["upload", "raw.csv"],
    ["transform", "clean"],
    ["dataset", "clean"],
  ])
  expect(mine.edges).toContainEqual({ from: transformId, to: output.id })

  const { changeGrants } = await import("#lib/server/shares/grant-store.ts")
  const principal = { type: "user", userId: bob.userId } as const
  const grant = { id: newId("shr"), principal, role: "viewer", grantedBy: ada.userId } as const
  await changeGrants("dataset", output.id, () => [{ ...grant, grantedAt: new Date().toISOString() }])
  const theirs = await readDatasetLineage({ actor: bob, datasetId: output.id })
  expect(theirs.nodes.map(({ kind, name, visible }) => [kind, name, visible])).toEqual([
    ["dataset", "clean", true],
    ["transform", "", false],
    ["dataset", "", false],
    ["upload", "", false],
  ])
  await changeDataset(world, raw, new Date())
})
