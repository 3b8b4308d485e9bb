import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import { buffer } from "node:stream/consumers"
import { afterAll, beforeAll, expect, test } from "vitest"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { ExecutorClient } from "./executor-client.ts"
import { transform, TransformClient, type Inputs } from "./transform-client.ts"

let executor: RunningExecutor
let transforms: TransformClient
let inputs: Inputs

beforeAll(async () => {
  executor = await startExecutor()
  const client = new ExecutorClient(executor)
  transforms = new TransformClient(client)
  inputs = { orders: await client.dataset("id\n1\n") }
})
afterAll(() => executor.stop())

const objects = () =>
  readdirSync(executor.objectsDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .toSorted()

/** Batches that don't compress, of a megabyte each, and what happens after the last. */
const streamed = (batches: number, afterwards: string) =>
  transform(
    `schema = pa.schema([("x", pa.float64())])`,
    `def rows():`,
    `    random = np.random.default_rng(0)`,
    `    for _ in range(${batches}):`,
    `        yield pa.record_batch([pa.array(random.random(131_072))], schema=schema)`,
    `    ${afterwards}`,
    `return pa.RecordBatchReader.from_batches(schema, rows())`,
  )

test("a large result goes to the store while it is made, and is there whole", async () => {
  const ran = await transforms.run(streamed(64, "pass"), inputs)
  expect(ran.failure).toBeUndefined()
  const { datasetId, dataVersionId } = ran.output
  const store = openObjectStore({ OBJECTS_DIR: executor.objectsDir })
  const stored = await store.get(objectKeys.data(datasetId, dataVersionId))
  const bytes = await buffer(stored ?? expect.fail("nothing is stored"))
  expect(bytes.length).toBeGreaterThan(48 * 1024 ** 2)
  expect(ran.report).toMatchObject({
    rowCount: 64 * 131_072,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  })
})

test("a large result whose making fails at its end leaves nothing in the store", async () => {
  const before = objects()
  const ran = await transforms.run(streamed(64, `raise ValueError("no more")`), inputs)
  expect(ran.failure).toMatchObject({ code: "execution_failed", message: expect.stringContaining("no more") })
  expect(objects()).toEqual(before)
})

test("nor does one that is cancelled while it goes to the store", async () => {
  const before = objects()
  const cancel = new AbortController()
  const request = transforms.request(streamed(64, "while True: pass"), inputs)
  const events = (async () => {
    for await (const _ of await transforms.start(request, cancel.signal));
  })()
  await waitFor("the store has begun to take it", async () => objects().length > before.length || null)
  cancel.abort()
  await expect(events).rejects.toThrow("aborted")
  await waitFor("nothing of it is left", async () => objects().length === before.length || null)
  expect(objects()).toEqual(before)
})
