/** The whole way with a real executor: what the other files take from a stand-in is computed here. */
import { afterAll, beforeAll, expect, test } from "vitest"
import type { DatasetId, TransformId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { Actor } from "#lib/domain/user.ts"
import { previewDataset } from "#lib/server/datasets/preview-dataset.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { readLog } from "#lib/server/runs/read-log.ts"
import { readRun } from "#lib/server/runs/read-run.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"
import { previewTransform, runTransform } from "#lib/server/transforms/run-transform.ts"
import { updateTransform } from "#lib/server/transforms/save-transform.ts"
import { freePort } from "#tests/support/free-port.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { ExecutorClient } from "../executor/executor-client.ts"
import { transform } from "../executor/transform-client.ts"
import { makeDataset, makePerson, makeTransform, storedDataset, useTransformWorld } from "./transform-world.ts"

const port = await freePort()
const world = useTransformWorld({ EXECUTOR_URL: `http://127.0.0.1:${port}` })
let executor: RunningExecutor
let ada: Actor
let orders: DatasetId
let customers: DatasetId

beforeAll(async () => {
  const { OBJECTS_DIR = "", EXECUTOR_TOKEN = "" } = world.env
  executor = {
    ...(await startExecutor({ OBJECTS_DIR, EXECUTOR_TOKEN, EXECUTOR_PORT: String(port) })),
    token: EXECUTOR_TOKEN,
  }
  ada = await makePerson("ada")
  orders = await datasetOf("orders", "customer,amount\na,10\nb,20\na,30\n")
  customers = await datasetOf("customers", "customer,name\na,Ann\nb,Bob\n")
})
afterAll(() => executor?.stop())

async function datasetOf(name: string, csv: string): Promise<DatasetId> {
  const id = await makeDataset(world, ada, name)
  const version = (await storedDataset(id)).dataVersion?.id
  if (!version) throw new Error("it has no version")
  const client = new ExecutorClient(executor)
  await world.objects.put(objectKeys.data(id, version), await client.parquet(await client.dataset(csv)))
  return id
}

async function run(transformId: TransformId) {
  const { run: begun } = await runTransform({ actor: ada, transformId })
  await driveRun(begun.id)
  return readRun({ actor: ada, runId: begun.id })
}

async function output(transformId: TransformId) {
  const { outputDatasetId } = await readTransform({ actor: ada, transformId })
  if (!outputDatasetId) throw new Error("the transform has made nothing")
  const { rows } = await previewDataset({ actor: ada, datasetId: outputDatasetId, limit: 10 })
  return { dataset: await storedDataset(outputDatasetId), rows }
}

const JOIN = transform(
  `print("joining", params["by"])`,
  `joined = inputs["input0"].merge(inputs["input1"], on=params["by"])`,
  `return joined.groupby("name", as_index=False)["amount"].sum()`,
)
const TOTALS = [
  ["Ann", 40],
  ["Bob", 20],
]

test("a join is computed, published, broken, read why, and fixed", async () => {
  const transformId = await makeTransform(ada, [orders, customers], { code: JOIN, params: { by: "customer" } })
  const first = await run(transformId)
  expect(first).toMatchObject({ status: "succeeded", inputRows: 5, outputRows: 2 })
  expect(first.peakMemoryBytes).toBeGreaterThan(10_000_000)
  expect(await readLog({ actor: ada, runId: first.id })).toBe("joining customer\n")
  expect(await output(transformId)).toMatchObject({
    dataset: {
      columns: [
        { name: "name", type: "string" },
        { name: "amount", type: "int64" },
      ],
      rowCount: 2,
      dataVersion: { number: 1 },
    },
    rows: TOTALS,
  })

  const broken = JOIN.replace('["amount"]', '["amuont"]')
  await updateTransform({ actor: ada, transformId, patch: { code: broken }, expectedVersion: 1 })
  const failed = await run(transformId)
  expect(failed).toMatchObject({ status: "failed", attempt: 1, error: { code: "execution_failed", line: 4 } })
  expect(await output(transformId)).toMatchObject({
    dataset: { dataVersion: { number: 1 }, stale: { runId: failed.id } },
    rows: TOTALS,
  })

  await updateTransform({ actor: ada, transformId, patch: { code: JOIN }, expectedVersion: 2 })
  expect(await run(transformId)).toMatchObject({ status: "succeeded" })
  expect(await output(transformId)).toMatchObject({ dataset: { dataVersion: { number: 2 }, stale: null } })
})

test("a SQL transform reads what another has made", async () => {
  const above = await makeTransform(ada, [orders, customers], { code: JOIN, params: { by: "customer" } })
  await run(above)
  const { dataset } = await output(above)
  const below = await makeTransform(ada, [dataset.id], {
    language: "sql",
    code: "select count(*) as people, sum(amount) as amount from input0",
  })
  expect(await run(below)).toMatchObject({ status: "succeeded", inputRows: 2, outputRows: 1 })
  expect((await output(below)).rows).toEqual([[2, 60]])
})

test("a preview shows rows and counts, or the line that is wrong, and keeps nothing", async () => {
  const trial = {
    language: "python" as const,
    code: JOIN,
    params: { by: "customer" },
    inputs: [
      { alias: "input0", datasetId: orders },
      { alias: "input1", datasetId: customers },
    ],
  }
  const { signal } = new AbortController()
  expect(await previewTransform({ actor: ada, trial }, signal)).toMatchObject({
    rows: TOTALS,
    rowCount: 2,
    stdout: "joining customer\n",
    inputs: [
      { alias: "input0", sampledRows: 3, totalRows: 3 },
      { alias: "input1", sampledRows: 2, totalRows: 2 },
    ],
  })
  expect(await previewTransform({ actor: ada, trial: { ...trial, params: {} } }, signal)).toMatchObject({
    rows: [],
    error: { code: "execution_failed", type: "KeyError", line: 2 },
  })
})
