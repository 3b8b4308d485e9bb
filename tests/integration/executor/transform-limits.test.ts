import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { ExecutorHealth } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { ExecutorClient } from "./executor-client.ts"
import { transform, TransformClient, type Inputs, type Version } from "./transform-client.ts"

const MB = 1024 ** 2

let executor: RunningExecutor
let transforms: TransformClient
let inputs: Inputs
let secret: Version

const workDir = mkdtempSync(join(tmpdir(), "cardloom-work-"))
chmodSync(workDir, 0o711)
const scratchFolders = () => readdirSync(workDir).flatMap((executor) => readdirSync(join(workDir, executor, "scratch")))

beforeAll(async () => {
  executor = await startExecutor({
    EXECUTOR_WORK_DIR: workDir,
    EXECUTOR_CONCURRENCY: "4",
    EXECUTOR_TRANSFORM_MEMORY_BYTES: String(512 * MB),
    EXECUTOR_TRANSFORM_TIMEOUT_MS: "4000",
    EXECUTOR_TRANSFORM_PREVIEW_TIMEOUT_MS: "2000",
    EXECUTOR_TRANSFORM_OUTPUT_BYTES: String(8 * MB),
  })
  const client = new ExecutorClient(executor)
  transforms = new TransformClient(client)
  inputs = { orders: await client.dataset("id,amount\n1,10\n2,20\n") }
  secret = await client.dataset("secret\nhunter2\n")
})
afterAll(async () => {
  await executor?.stop()
  rmSync(workDir, { recursive: true, force: true })
})

async function isStored({ datasetId, dataVersionId }: Version): Promise<boolean> {
  const store = openObjectStore({ OBJECTS_DIR: executor.objectsDir })
  return (await store.get(objectKeys.data(datasetId, dataVersionId))) !== null
}

describe("a transform beyond a limit", () => {
  test.each([
    ["of memory by pandas", transform(`return pd.DataFrame({"a": np.ones(200_000_000)})`), "memory_limit"],
    ["of memory by Arrow", transform(`return pa.table({"a": pa.array(np.ones(200_000_000))})`), "memory_limit"],
    [
      "of memory by Polars",
      transform(`return pl.DataFrame({"a": pl.int_range(0, 300_000_000, eager=True)})`),
      "memory_limit",
    ],
    ["of memory by objects of Python", transform(`return [bytes(100_000) for n in range(50_000_000)]`), "memory_limit"],
    ["of time", transform(`while True: pass`), "execution_timeout"],
    [
      "of time in native code",
      transform(`return inputs.sql("select sum(a.range * b.range) as n from range(10000000) a, range(10000000) b")`),
      "execution_timeout",
    ],
    [
      "of its result",
      transform(`return inputs.sql("select random() as r, random() as s from range(5000000)")`),
      "output_too_large",
    ],
    [
      "of disk",
      transform(`f = open("/scratch/mine", "wb")`, `while True: f.write(b"x" * 1_000_000)`),
      "output_too_large",
    ],
    [
      "of disk by many files",
      transform(
        `for n in range(100):`,
        `    with open(f"/scratch/{n}", "wb") as f: f.write(b"x" * 1_000_000)`,
        `import time`,
        `time.sleep(60)`,
      ),
      "output_too_large",
    ],
  ])("%s fails by its name, and leaves nothing", async (_, code, expected) => {
    const ran = await transforms.run(code, inputs)
    expect(ran.failure).toMatchObject({ code: expected, retryable: false })
    expect(await isStored(ran.output)).toBe(false)
    expect(await transforms.run(transform(`return inputs["orders"]`), inputs)).toHaveProperty("report.rowCount", 2)
  })

  test("of time in a preview fails with what was printed", async () => {
    const shown = await transforms.preview(transform(`print("before", flush=True)`, `while True: pass`), inputs)
    expect(shown).toMatchObject({
      stdout: "before\n",
      rows: [],
      error: { code: "execution_timeout", message: "This transform ran longer than 2 s.", retryable: false },
    })
  })
})

describe("hostile code", () => {
  test.each([
    ["the inputs of others", `import os`, `return pd.DataFrame({"f": sorted(os.listdir("/inputs"))})`, ["0.parquet"]],
    [
      "the scratch folders of others",
      `import os`,
      `return pd.DataFrame({"f": ["/".join(os.listdir("/scratch"))]})`,
      ["stderr"],
    ],
    [
      "the environment",
      `import os`,
      `return pd.DataFrame({"f": [n for n in os.environ if "TOKEN" in n] + ["end"]})`,
      ["end"],
    ],
  ])("finds none of %s", async (_, first, second, expected) => {
    const shown = await transforms.preview(transform(first, second), inputs)
    expect(shown.error).toBeUndefined()
    expect(shown.rows.map(([cell]) => cell)).toEqual(expected)
  })

  test.each([
    ["write its input", `open("/inputs/0.parquet", "r+b")`, /Read-only|Permission|Operation not permitted/],
    ["make a file beside its input", `open("/inputs/x", "w")`, /Read-only|Permission/],
    ["read the cache of datasets", `open(f"/data/{params['secret']}.parquet")`, /No such file/],
    [
      "read it by DuckDB",
      `return inputs.sql(f"select * from read_parquet('/data/{params['secret']}.parquet')")`,
      /disabled|not allowed|Permission|access/i,
    ],
    [
      "read what the sandbox may by DuckDB",
      `return inputs.sql("select * from read_csv('/opt/cardloom/seal.py')")`,
      /disabled|not allowed|Permission|access/i,
    ],
    [
      "turn DuckDB's walls off",
      `inputs.duckdb("orders"); inputs.sql("set enable_external_access = true")`,
      /locked|cannot|Cannot/,
    ],
    ["write by DuckDB", `inputs.sql("copy (select 1) to '/tmp/x.csv'")`, /disabled|not allowed|Permission|access/i],
    ["reach a network", `import socket; socket.socket()`, /Operation not permitted/],
    ["start a process", `import os; os.fork()`, /Operation not permitted|Resource/],
    [
      "leave a link in its scratch folder",
      `import os; os.symlink("/etc/passwd", "/scratch/data.parquet")`,
      /Operation not permitted/,
    ],
  ])("cannot %s", async (_, statement, message) => {
    const ran = await transforms.run(transform(statement, `return inputs["orders"]`), inputs, {
      params: { secret: secret.dataVersionId },
    })
    expect(ran.failure).toMatchObject({ code: "execution_failed", message: expect.stringMatching(message), line: 2 })
  })

  test.each([
    ["ends its process", `import os; os._exit(0)`, "ProcessEnded"],
    ["crashes", `import ctypes; ctypes.string_at(0)`, "Crash"],
    [
      "answers nonsense",
      `import os\n    for n in range(3, 30):\n        try: os.write(n, b"\\x05\\0\\0\\0hello")\n        except OSError: pass`,
      "MalformedAnswer",
    ],
    [
      "says that it has made what it has not",
      `import os, json, struct\n    said = json.dumps({"type": "result", "report": {"columns": [], "rowCount": 1, "sizeBytes": 1, "warnings": [], "sortedBy": None, "inputRows": 1}}).encode()\n    for n in range(3, 30):\n        try: os.write(n, struct.pack("<I", len(said)) + said)\n        except OSError: pass\n    os._exit(0)`,
      "MalformedAnswer",
    ],
  ])("that %s is told so, and the executor goes on", async (_, statement, type) => {
    const ran = await transforms.run(transform(statement, `return inputs["orders"]`), inputs)
    expect(ran.failure).toMatchObject({ type })
    expect(await isStored(ran.output)).toBe(false)
    expect(await transforms.run(transform(`return inputs["orders"]`), inputs)).toHaveProperty("report.rowCount", 2)
  })

  test("prints without end, and a million characters of it are kept", async () => {
    const ran = await transforms.run(
      transform(`for n in range(3000): print("x" * 999)`, `return inputs["orders"]`),
      inputs,
    )
    expect(ran.report?.rowCount).toBe(2)
    expect(ran.log.length).toBeLessThan(1_000_200)
    expect(ran.log).toMatch(/log truncated: 2,000,000 characters/)
  })
})

describe("a transform that nobody waits for", () => {
  test("ends, and frees its place and its folder", async () => {
    const left = new AbortController()
    const code = transform(`print("begun", flush=True)`, `import time; time.sleep(3600)`)
    const request = transforms.request(code, inputs)
    await expect(
      (async () => {
        for await (const event of await transforms.start(request, left.signal)) if ("log" in event) left.abort()
      })(),
    ).rejects.toThrow(/abort/)
    await waitFor("its scratch folder is gone", async () => scratchFolders().length === 0)
    expect(await isStored(request)).toBe(false)
    expect(ExecutorHealth.parse(await (await fetch(`${executor.url}/health`)).json()).queue.running).toBe(0)
  })

  test("is not begun when its input is gone", async () => {
    const gone = { orders: { datasetId: newId("ds"), dataVersionId: newId("dv") } }
    const code = transform(`return inputs["orders"]`)
    const failure = {
      code: "execution_failed",
      type: "DatasetMissing",
      message: 'The data of the input "orders" are no longer there.',
      retryable: false,
    }
    expect((await transforms.run(code, gone)).failure).toMatchObject(failure)
    expect((await transforms.preview(code, gone)).error).toMatchObject(failure)
  })

  test("prints as it runs, not at its end", async () => {
    const events = await transforms.start(
      transforms.request(
        transform(`print("first")`, `import time; time.sleep(1)`, `print("second")`, `return inputs["orders"]`),
        inputs,
      ),
    )
    const logs: string[] = []
    for await (const event of events) if ("log" in event) logs.push(event.log)
    expect(logs).toEqual(["first\n", "second\n"])
  })
})
