import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { dataOf } from "#lib/domain/api.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import type { DatasetId, RunId } from "#lib/domain/ids.ts"
import { hasEnded, Run } from "#lib/domain/run.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { getDataset, listDataVersions } from "#lib/server/datasets/dataset-store.ts"
import { closeDatabase, database } from "#lib/server/db/client.ts"
import { ensureTable } from "#lib/server/db/create-table.ts"
import { getRun } from "#lib/server/runs/run-store.ts"
import { runEntity } from "#lib/server/runs/run.entity.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { freePort } from "#tests/support/free-port.ts"
import { startS3Source, type S3Source } from "#tests/support/s3-source.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { startWeb } from "#tests/support/start-web.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { startWatchingProxy, type Exchange, type WatchingProxy } from "#tests/support/watching-proxy.ts"
import { currentDataIsWhole, keysBelow, tick } from "./dataset-stack.ts"

const TICK_TOKEN = "a token of the tests for the scheduler 0123456789"
const Started = dataOf(Dataset).extend({ run: Run })

let folder: string
let objects: ObjectStore
let s3: S3Source
let dynamo: Dynamo
let executor: RunningExecutor
/** Between web and the database, and between web and the executor. */
let toDynamo: WatchingProxy
let toExecutor: WatchingProxy
let web: Awaited<ReturnType<typeof startWeb>>
let port: number
let api: ApiClient

const runWeb = () =>
  startWeb(port, {
    ...s3.env,
    DYNAMODB_ENDPOINT: toDynamo.url,
    EXECUTOR_URL: toExecutor.url,
    EXECUTOR_TOKEN: executor.token,
    OBJECTS_DIR: join(folder, "objects"),
    CARDLOOM_TICK_TOKEN: TICK_TOKEN,
  })
const runExecutor = (executorPort?: string) =>
  startExecutor({ OBJECTS_DIR: join(folder, "objects"), ...(executorPort && { EXECUTOR_PORT: executorPort }) })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cardloom-crash-"))
  objects = openObjectStore({ OBJECTS_DIR: join(folder, "objects") })
  s3 = await startS3Source()
  dynamo = await startDynamo()
  toDynamo = await startWatchingProxy(dynamo.endpoint)
  executor = await runExecutor()
  toExecutor = await startWatchingProxy(executor.url)
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  const { client, table } = database()
  await ensureTable(client, table)
  const passwordHash = await hashPassword("a member's password")
  await createUser({ email: "member@example.org", name: "Member", role: "member", passwordHash })
  port = await freePort()
  web = await runWeb()
  api = await clientWithPassword(web.url, "member@example.org", "a member's password")
})
beforeEach(async () => {
  if (web.hasExited()) web = await runWeb()
})
afterEach(() => {
  for (const proxy of [toDynamo, toExecutor, s3.proxy]) proxy.watch = {}
})
afterAll(async () => {
  await web?.stop()
  await toExecutor?.close()
  await executor?.stop()
  await toDynamo?.close()
  closeDatabase()
  await dynamo?.stop()
  await s3?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const stored = async (id: DatasetId): Promise<Dataset> => {
  const dataset = await getDataset(id)
  if (!dataset) throw new Error("the dataset is gone")
  return dataset
}

/** Begins an append of one row to a dataset; the answer may be lost with the process that gives it. */
async function beginAppend(id: DatasetId, fields: Record<string, string> = {}): Promise<RunId> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ mode: "append", ...fields })) form.set(name, value)
  form.set("file", new Blob(["n,text\n2,new\n"]), "more.csv")
  const { run } = await api.expect(Started, "POST", `/api/datasets/${id}/import`, { form })
  return run.id
}

const dead = () => waitFor("web is dead", () => web.hasExited())

/** What the tick of another web process does when the lease of the one that died has run out. */
async function afterTheLease(runId: RunId): Promise<Run> {
  for (const proxy of [toDynamo, toExecutor, s3.proxy]) proxy.watch = {}
  const run = await getRun(runId)
  if (run?.leaseUntil)
    await runEntity(database()).patch({ id: runId }).set({ leaseUntil: "2024-01-01T00:00:00.000Z" }).go()
  web = await runWeb()
  await tick(web.url, TICK_TOKEN)
  return waitFor("the run has settled", async () => {
    const now = await getRun(runId)
    return now && (hasEnded(now.status) || now.status === "awaiting_confirmation") ? now : null
  })
}

async function expectAppendedOnce(id: DatasetId): Promise<void> {
  const dataset = await stored(id)
  expect(dataset).toMatchObject({ status: "ready", rowCount: 2, dataVersion: { number: 2 } })
  expect(await currentDataIsWhole(objects, dataset)).toBe(true)
  const { data: history } = await listDataVersions(id, { limit: 10 })
  expect(history.map(({ number, rowCount }) => [number, rowCount])).toEqual([
    [2, 2],
    [1, 1],
  ])
  const { body } = await apiClient(web.url, api.token).send("GET", `/api/datasets/${id}/preview`)
  expect(body).toMatchObject({
    data: {
      totalRows: 2,
      rows: [
        [1, "old"],
        [2, "new"],
      ],
    },
  })
}

async function expectUntouched({ id, dataVersion }: Dataset): Promise<void> {
  const dataset = await stored(id)
  expect(dataset.dataVersion?.id).toBe(dataVersion?.id)
  expect(await currentDataIsWhole(objects, dataset)).toBe(true)
}

const newDataset = async () => (await api.upload("Crash", "n,text\n1,old\n")).dataset
const isTransaction = ({ headers, body }: Exchange, text: string) =>
  String(headers["x-amz-target"]).endsWith(".TransactWriteItems") && body.includes(text)
const isUpdate = ({ headers, body }: Exchange, text: string) =>
  String(headers["x-amz-target"]).endsWith(".UpdateItem") && body.includes(text)
const cutAfter = async (act: () => Promise<unknown>) => {
  await act()
  return "cut" as const
}

const STAGES = ["fetching", "checking", "converting", "profiling", "storing"]

describe("kill -9 of web", () => {
  test.each(STAGES)(
    "while the executor is %s: readers keep the old data, and the run is done by another",
    async (stage) => {
      const dataset = await newDataset()
      toExecutor.watch = {
        onChunk: (_, chunk) => (chunk.includes(`"stage":"${stage}"`) ? cutAfter(web.kill) : undefined),
      }
      const runId = await beginAppend(dataset.id)
      await dead()
      await expectUntouched(dataset)

      expect(await afterTheLease(runId)).toMatchObject({ status: "succeeded", outcome: "published", attempt: 2 })
      await expectAppendedOnce(dataset.id)
    },
  )

  test("when the executor has stored the data and told so", async () => {
    const dataset = await newDataset()
    toExecutor.watch = { onChunk: (_, chunk) => (chunk.includes('"report"') ? cutAfter(web.kill) : undefined) }
    const runId = await beginAppend(dataset.id)
    await dead()
    await expectUntouched(dataset)

    expect(await afterTheLease(runId)).toMatchObject({ status: "succeeded" })
    await expectAppendedOnce(dataset.id)
  })

  test("just before the publication reaches the database: the run is done by another", async () => {
    const dataset = await newDataset()
    toDynamo.watch = {
      onRequest: (exchange) => (isTransaction(exchange, dataset.id) ? cutAfter(web.kill) : undefined),
    }
    const runId = await beginAppend(dataset.id)
    await dead()
    await expectUntouched(dataset)
    expect(await getRun(runId)).toMatchObject({ status: "running" })

    expect(await afterTheLease(runId)).toMatchObject({ status: "succeeded", attempt: 2 })
    await expectAppendedOnce(dataset.id)
  })

  test("just after the publication was written: readers see it, the run has ended, and nothing is published twice", async () => {
    const dataset = await newDataset()
    toDynamo.watch = {
      onAnswer: (exchange) => (isTransaction(exchange, dataset.id) ? cutAfter(web.kill) : undefined),
    }
    const runId = await beginAppend(dataset.id)
    await dead()
    expect(await getRun(runId)).toMatchObject({ status: "succeeded", outcome: "published", attempt: 1 })

    expect(await afterTheLease(runId)).toMatchObject({ status: "succeeded", attempt: 1 })
    await expectAppendedOnce(dataset.id)
  })

  test.each([
    ["before", "running", 2],
    ["after", "awaiting_confirmation", 1],
  ])(
    "just %s an import comes to await confirmation: it does so once, and can be published",
    async (when, status, attempt) => {
      const dataset = await newDataset()
      toDynamo.watch = {
        [when === "before" ? "onRequest" : "onAnswer"]: (exchange: Exchange) =>
          isUpdate(exchange, "awaiting_confirmation") ? cutAfter(web.kill) : undefined,
      }
      const runId = await beginAppend(dataset.id, { confirm: "always" })
      await dead()
      await expectUntouched(dataset)
      expect((await getRun(runId))?.status).toBe(status)

      expect(await afterTheLease(runId)).toMatchObject({ status: "awaiting_confirmation", attempt })
      await expectUntouched(dataset)
      expect((await api.send("POST", `/api/runs/${runId}/publish`)).status).toBe(200)
      await expectAppendedOnce(dataset.id)
    },
  )

  test.each([
    ["before", "awaiting_confirmation"],
    ["after", "succeeded"],
  ])("just %s what a person confirmed is written: asking again publishes it, once", async (when, status) => {
    const dataset = await newDataset()
    const runId = await beginAppend(dataset.id, { confirm: "always" })
    expect((await api.settled(runId)).status).toBe("awaiting_confirmation")
    toDynamo.watch = {
      [when === "before" ? "onRequest" : "onAnswer"]: (exchange: Exchange) =>
        isTransaction(exchange, dataset.id) ? cutAfter(web.kill) : undefined,
    }
    await expect(api.send("POST", `/api/runs/${runId}/publish`)).rejects.toThrow("fetch failed")
    await dead()
    expect((await getRun(runId))?.status).toBe(status)
    if (status === "awaiting_confirmation") await expectUntouched(dataset)

    await afterTheLease(runId)
    expect((await api.send("POST", `/api/runs/${runId}/publish`)).status).toBe(200)
    await expectAppendedOnce(dataset.id)
  })

  test("while a file is fetched from S3", async () => {
    const dataset = await newDataset()
    await s3.put("more.csv", "n,text\n2,new\n")
    const uploads = await keysBelow(objects, "uploads/")
    s3.proxy.watch = { onChunk: ({ method }) => (method === "GET" ? cutAfter(web.kill) : undefined) }
    const body = { mode: "append", source: { type: "s3", bucket: "lake", key: "more.csv" } }
    const { run } = await api.expect(Started, "POST", `/api/datasets/${dataset.id}/import`, { body })
    await dead()
    await expectUntouched(dataset)

    expect(await afterTheLease(run.id)).toMatchObject({ status: "succeeded" })
    await expectAppendedOnce(dataset.id)
    expect(await keysBelow(objects, "uploads/")).toEqual(uploads)
  })
})

describe("kill -9 of the executor", () => {
  test.each(STAGES)("while it is %s: readers keep the old data, and the run tries again by itself", async (stage) => {
    const dataset = await newDataset()
    let kills = 0
    toExecutor.watch = {
      onChunk: async (_, chunk) => {
        if (kills > 0 || !chunk.includes(`"stage":"${stage}"`)) return undefined
        kills += 1
        const { port: executorPort } = new URL(executor.url)
        await executor.kill()
        await expectUntouched(dataset)
        executor = await runExecutor(executorPort)
        return "cut"
      },
    }
    const runId = await beginAppend(dataset.id)

    expect(await api.settled(runId)).toMatchObject({ status: "succeeded" })
    expect(kills).toBe(1)
    await expectAppendedOnce(dataset.id)
  })
})
