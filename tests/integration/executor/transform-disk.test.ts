import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { ExecutorClient } from "./executor-client.ts"
import { transform, TransformClient, type Inputs } from "./transform-client.ts"

const MIB = 1024 ** 2
const isRoot = process.getuid?.() === 0

let executor: RunningExecutor
let transforms: TransformClient
let inputs: Inputs
let mounted = false

const workDir = mkdtempSync(join(tmpdir(), "cardloom-full-"))

/** A file system of 64 MiB, which only root may make. */
beforeAll(async () => {
  if (!isRoot) return
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m,mode=0711", "tmpfs", workDir])
  mounted = true
  chmodSync(workDir, 0o711)
  executor = await startExecutor({
    EXECUTOR_WORK_DIR: workDir,
    EXECUTOR_TRANSFORM_MEMORY_BYTES: String(640 * MIB),
  })
  const client = new ExecutorClient(executor)
  transforms = new TransformClient(client)
  inputs = { orders: await client.dataset("id,amount\n1,10\n2,20\n") }
})
afterAll(async () => {
  await executor?.stop()
  if (mounted) execFileSync("umount", [workDir])
  rmSync(workDir, { recursive: true, force: true })
})

const scratchFolders = () => readdirSync(workDir).flatMap((one) => readdirSync(join(workDir, one, "scratch")))

const NOISE = "select random() as r, random() as s from range(20000000)"

test.skipIf(!isRoot).each([
  ["the result of DuckDB", transform(`return inputs.sql("${NOISE}")`), {}],
  ["the result of SQL", NOISE, { language: "sql" as const }],
  ["the result of pandas", transform(`return pd.DataFrame({"r": np.random.random(12_000_000)})`), {}],
  ["what DuckDB sets aside", transform(`return inputs.sql("select * from (${NOISE}) order by r")`), {}],
  [
    "rows that are looked at before they are written",
    transform(`return inputs.sql("select random() as r, make_timestamp_ns(range) as t from range(20000000)")`),
    {},
  ],
  ["a file of the author's", transform(`f = open("/scratch/mine", "wb")`, `while True: f.write(b"x" * 1_000_000)`), {}],
])("a disk too full for %s is our fault, said so, and nothing is left on it", async (_, code, over) => {
  const ran = await transforms.run(code, inputs, over)

  expect(ran.failure).toMatchObject({
    code: "internal",
    type: "DiskFull",
    message: "The disk of the machine that runs transforms is full. Ask the operator to make room.",
    retryable: true,
  })
  const { datasetId, dataVersionId } = ran.output
  const store = openObjectStore({ OBJECTS_DIR: executor.objectsDir })
  expect(await store.head(objectKeys.data(datasetId, dataVersionId))).toBeNull()
  expect(scratchFolders()).toEqual([])
  expect(await transforms.run(transform(`return inputs["orders"]`), inputs)).toHaveProperty("report.rowCount", 2)
})

test.skipIf(!isRoot)("the author's own small /tmp is the author's to mind", async () => {
  const code = transform(`f = open("/tmp/mine", "wb")`, `while True: f.write(b"x" * 1_000_000)`)
  expect((await transforms.run(code, inputs)).failure).toMatchObject({ retryable: false, line: 3 })
})
