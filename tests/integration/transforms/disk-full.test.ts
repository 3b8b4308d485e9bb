import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { cancelRun } from "#lib/server/runs/cancel-run.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { readRun } from "#lib/server/runs/read-run.ts"
import { runTransform } from "#lib/server/transforms/run-transform.ts"
import { updateTransform } from "#lib/server/transforms/save-transform.ts"
import { freePort } from "#tests/support/free-port.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { currentDataIsWhole, keysBelow } from "../datasets/dataset-stack.ts"
import { ExecutorClient } from "../executor/executor-client.ts"
import { transform } from "../executor/transform-client.ts"
import { makeDataset, makePerson, makeTransform, storedDataset, useTransformWorld } from "./transform-world.ts"

const isRoot = process.getuid?.() === 0
const port = await freePort()
const world = useTransformWorld({ EXECUTOR_URL: `http://127.0.0.1:${port}`, CARDLOOM_RETRY_SECONDS: "2" })
const workDir = mkdtempSync(join(tmpdir(), "cardloom-full-"))
let executor: RunningExecutor
let mounted = false

/** The executor works on a file system of 64 MiB, which only root may make. */
beforeAll(async () => {
  if (!isRoot) return
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=0711", "tmpfs", workDir])
  mounted = true
  const { OBJECTS_DIR = "", EXECUTOR_TOKEN = "" } = world.env
  executor = {
    ...(await startExecutor({ OBJECTS_DIR, EXECUTOR_TOKEN, EXECUTOR_PORT: `${port}`, EXECUTOR_WORK_DIR: workDir })),
    token: EXECUTOR_TOKEN,
  }
})
afterAll(async () => {
  await executor?.stop()
  if (mounted) execFileSync("umount", [workDir])
  rmSync(workDir, { recursive: true, force: true })
})

test.skipIf(!isRoot)(
  "a run that meets a full disk keeps the old version, says why, and is tried again later",
  async () => {
    const ada = await makePerson("ada")
    const orders = await makeDataset(world, ada, "orders")
    const versionId = (await storedDataset(orders)).dataVersion?.id
    if (!versionId) throw new Error("it has no version")
    const client = new ExecutorClient(executor)
    const parquet = await client.parquet(await client.dataset("customer,amount\na,10\nb,20\n"))
    await world.objects.put(objectKeys.data(orders, versionId), parquet)
    const small = transform(`return inputs["input0"]`)
    const transformId = await makeTransform(ada, [orders], { code: small })
    const run = async () => {
      const { run: begun } = await runTransform({ actor: ada, transformId })
      await driveRun(begun.id)
      return readRun({ actor: ada, runId: begun.id })
    }
    const { datasetId } = await run()
    if (!datasetId) throw new Error("it has made nothing")

    const large = transform(`return inputs.sql("select random() as r, random() as s from range(20000000)")`)
    await updateTransform({ actor: ada, transformId, patch: { code: large }, expectedVersion: 1 })
    const waiting = await run()

    expect(waiting).toMatchObject({
      status: "queued",
      attempt: 1,
      error: { message: "The disk of the machine that runs transforms is full. Ask the operator to make room." },
    })
    const kept = await storedDataset(datasetId)
    expect(kept).toMatchObject({ dataVersion: { number: 1 }, stale: null })
    expect(await currentDataIsWhole(world.objects, kept)).toBe(true)
    expect(await keysBelow(world.objects, objectKeys.dataset(datasetId))).toHaveLength(2)
    expect(readdirSync(workDir).flatMap((one) => readdirSync(join(workDir, one, "scratch")))).toEqual([])

    await cancelRun({ actor: ada, runId: waiting.id })
    await updateTransform({ actor: ada, transformId, patch: { code: small }, expectedVersion: 2 })
    expect(await run()).toMatchObject({ status: "succeeded", outputRows: 2 })
  },
)
