import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { listDataVersions } from "#lib/server/datasets/dataset-store.ts"
import { database } from "#lib/server/db/client.ts"
import { runEntity } from "#lib/server/runs/run.entity.ts"
import { getDue, replaceDue } from "#lib/server/schedules/due-store.ts"
import { outputDatasetIdOf } from "#lib/server/transforms/derived-ids.ts"
import { startProgram, type Program } from "#tests/support/start-program.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { startWatchingProxy, type Exchange, type Watch, type WatchingProxy } from "#tests/support/watching-proxy.ts"
import { currentDataIsWhole, keysBelow } from "../datasets/dataset-stack.ts"
import { makeDataset, makePerson, makeTransform, runsOf, storedDataset, useTransformWorld } from "./transform-world.ts"

const world = useTransformWorld()
const INSTANT = new Date("2031-03-10T06:00:00Z")
const daily = { cron: "0 6 * * *", timezone: "UTC" }
let ada: Actor
let input: DatasetId
let toDynamo: WatchingProxy
let toExecutor: WatchingProxy

beforeAll(async () => {
  ada = await makePerson("ada")
  input = await makeDataset(world, ada, "input")
  toDynamo = await startWatchingProxy(world.dynamo.endpoint)
  toExecutor = await startWatchingProxy(world.executor.url)
})
afterEach(() => {
  for (const proxy of [toDynamo, toExecutor]) proxy.watch = {}
})
afterAll(async () => {
  await toDynamo?.close()
  await toExecutor?.close()
})

/** A transform whose schedule has been waiting for INSTANT. */
async function dueTransform(): Promise<TransformId> {
  const id = await makeTransform(ada, [input], { schedule: daily })
  const due = await getDue({ id, kind: "schedule" })
  if (!due) throw new Error("it has no schedule")
  const { token, ...rest } = due
  await replaceDue({ ...rest, at: INSTANT.toISOString() }, token)
  return id
}

/** A scheduler whose clock is `skewSeconds` ahead of the instant. */
const startScheduler = (skewSeconds: number, env: Record<string, string> = {}): Program =>
  startProgram(process.execPath, ["--conditions=react-server", join(import.meta.dirname, "scheduler.ts")], {
    ...world.env,
    NOW: new Date(INSTANT.getTime() + skewSeconds * 1000).toISOString(),
    ...env,
  })

async function toItsEnd(scheduler: Program): Promise<void> {
  const { code } = await scheduler.exited
  expect(code, scheduler.output()).toBe(0)
}

/** One version, whole, made by the one run there is. */
async function expectPublishedOnce(id: TransformId): Promise<void> {
  const output = await storedDataset(outputDatasetIdOf(id))
  const { data: history } = await listDataVersions(output.id, { limit: 10 })
  const runs = await runsOf(id)
  expect(runs).toMatchObject([{ status: "succeeded", outcome: "published", datasetId: output.id }])
  expect(history.map(({ number, runId }) => [number, runId])).toEqual([[1, runs[0]?.id]])
  expect(await currentDataIsWhole(world.objects, output)).toBe(true)
}

test("two schedulers with skewed clocks and 100 due runs: exactly 100 publications", { timeout: 300_000 }, async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, dueTransform))
  const schedulers = [startScheduler(0), startScheduler(47)]
  await Promise.all(schedulers.map(toItsEnd))
  for (const id of ids) await expectPublishedOnce(id)
  expect(schedulers.map((scheduler) => scheduler.output()).join()).toMatch(/left: 0/)
})

const isTransaction = ({ headers, body }: Exchange, text: string) =>
  String(headers["x-amz-target"]).endsWith(".TransactWriteItems") && body.includes(text)
const isUpdate = ({ headers, body }: Exchange, text: string) =>
  String(headers["x-amz-target"]).endsWith(".UpdateItem") && body.includes(text)

test("a scheduler that sleeps past its lease at the publication finds it done by another, and publishes nothing", async () => {
  const id = await dueTransform()
  const awake = Promise.withResolvers<void>()
  const asleep = Promise.withResolvers<void>()
  toDynamo.watch = {
    onRequest: async (exchange) => {
      if (!isTransaction(exchange, "dataVersionNumber")) return
      asleep.resolve()
      await awake.promise
    },
  }
  const sleeper = startScheduler(0, { DYNAMODB_ENDPOINT: toDynamo.url, TICKS: "1" })
  await asleep.promise
  const [run] = await runsOf(id)
  if (!run) throw new Error("no run")
  // Whoever sleeps extends no lease.
  toDynamo.watch.onAnswer = async (exchange) => void (isUpdate(exchange, "leaseUntil") && (await awake.promise))
  await runEntity(database())
    .patch({ id: run.id })
    .set({ leaseUntil: "2024-01-01T00:00:00.000Z", leaseOwner: "somebody who died" })
    .go()
  await toItsEnd(startScheduler(60))
  await expectPublishedOnce(id)
  awake.resolve()
  await toItsEnd(sleeper)
  await expectPublishedOnce(id)
})

describe("kill -9 of the scheduler", () => {
  type Point = {
    name: string
    dynamo?: (kill: () => Promise<"cut">) => Watch
    executor?: (kill: () => Promise<"cut">) => Watch
  }
  const points: Point[] = [
    {
      name: "before the run's creation reaches the database",
      dynamo: (kill) => ({ onRequest: (exchange) => (isTransaction(exchange, "lastRunId") ? kill() : undefined) }),
    },
    {
      name: "after the run's creation was written",
      dynamo: (kill) => ({ onAnswer: (exchange) => (isTransaction(exchange, "lastRunId") ? kill() : undefined) }),
    },
    {
      name: "after the run was given its turn",
      dynamo: (kill) => ({ onAnswer: (exchange) => (isTransaction(exchange, "turnRunId") ? kill() : undefined) }),
    },
    {
      name: "after the run was claimed",
      dynamo: (kill) => ({ onAnswer: (exchange) => (isUpdate(exchange, "attempt") ? kill() : undefined) }),
    },
    {
      name: "after its inputs were noted",
      dynamo: (kill) => ({ onAnswer: (exchange) => (isUpdate(exchange, "inputVersions") ? kill() : undefined) }),
    },
    {
      name: "while the code runs",
      executor: (kill) => ({ onChunk: (_, chunk) => (chunk.includes('"running"') ? kill() : undefined) }),
    },
    {
      name: "when the executor has stored the output and told so",
      executor: (kill) => ({ onChunk: (_, chunk) => (chunk.includes('"report"') ? kill() : undefined) }),
    },
    {
      name: "before the publication reaches the database",
      dynamo: (kill) => ({
        onRequest: (exchange) => (isTransaction(exchange, "dataVersionNumber") ? kill() : undefined),
      }),
    },
    {
      name: "after the publication was written",
      dynamo: (kill) => ({
        onAnswer: (exchange) => (isTransaction(exchange, "dataVersionNumber") ? kill() : undefined),
      }),
    },
  ]

  test.each(points)("$name: another brings it to its end, and it is published once", async ({ dynamo, executor }) => {
    const id = await dueTransform()
    const scheduler = startScheduler(0, { DYNAMODB_ENDPOINT: toDynamo.url, EXECUTOR_URL: toExecutor.url })
    let killed = false
    const kill = async () => {
      if (!killed) {
        killed = true
        await scheduler.kill()
      }
      return "cut" as const
    }
    if (dynamo) toDynamo.watch = dynamo(kill)
    if (executor) toExecutor.watch = executor(kill)
    await waitFor("the scheduler is dead", () => scheduler.hasExited())
    expect(killed, scheduler.output()).toBe(true)
    for (const proxy of [toDynamo, toExecutor]) proxy.watch = {}

    const [run] = await runsOf(id)
    // What the tick of another process finds when the lease, or the grace of a run that nobody has claimed, is over.
    if (run && run.status !== "succeeded")
      await runEntity(database()).patch({ id: run.id }).set({ leaseUntil: "2024-01-01T00:00:00.000Z" }).go()
    await toItsEnd(startScheduler(60))
    await expectPublishedOnce(id)
    expect((await keysBelow(world.objects, `datasets/${outputDatasetIdOf(id)}/`)).length).toBeLessThanOrEqual(2)
  })
})
