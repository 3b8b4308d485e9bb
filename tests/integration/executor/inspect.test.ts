import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { Inspection, type ImportOptions } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { ExecutorClient } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor()
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

async function inspect(head: string | Uint8Array, over: { sizeBytes?: number; options?: ImportOptions } = {}) {
  const bytes = Buffer.from(head)
  const uploadId = newId("up")
  await openObjectStore({ OBJECTS_DIR: executor.objectsDir }).put(objectKeys.upload(uploadId), bytes)
  return client.post("/v1/inspect", {
    requestId: "test",
    principal: "usr_tester",
    uploadId,
    filename: "test.csv",
    sizeBytes: bytes.length,
    options: {},
    ...over,
  })
}

const inspected = async (...given: Parameters<typeof inspect>) =>
  Inspection.parse(await (await inspect(...given)).json())

describe("an inspection", () => {
  test("tells dialect, columns and rows from the first bytes alone", async () => {
    const head = "day;amount;city\n2024-01-01;1,5;Tōkyō\n2024-01-02;2,25;Kyōto\n2024-01-0"
    expect(await inspected(head, { sizeBytes: 500_000_000 })).toMatchObject({
      format: "csv",
      compression: "none",
      dialect: { encoding: "utf-8", delimiter: ";", decimal: ",", header: true },
      columns: [
        { name: "day", type: "date" },
        { name: "amount", type: "double" },
        { name: "city", type: "string" },
      ],
      rows: [
        ["2024-01-01", 1.5, "Tōkyō"],
        ["2024-01-02", 2.25, "Kyōto"],
      ],
      texts: [
        ["2024-01-01", "1,5", "Tōkyō"],
        ["2024-01-02", "2,25", "Kyōto"],
      ],
      sortCandidates: ["day"],
      complete: false,
    })
  })

  test("follows the options", async () => {
    expect(await inspected("a,b\n1,2\n", { options: { header: false, types: { column_2: "string" } } })).toMatchObject({
      dialect: { header: false },
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
    })
  })

  test("sees through gzip", async () => {
    expect(await inspected(gzipSync("a,b\n1,x\n"))).toMatchObject({ compression: "gzip", rows: [[1, "x"]] })
  })

  test("given a Parquet file, then its columns and first rows", async () => {
    const version = await client.dataset("n,at\n1,2024-01-01T10:00\n2,2024-01-02T10:00\n")
    expect(await inspected(await client.parquet(version))).toMatchObject({
      format: "parquet",
      dialect: null,
      columns: [
        { name: "n", type: "int64" },
        { name: "at", type: "timestamp" },
      ],
      rows: [
        [1, "2024-01-01T10:00:00"],
        [2, "2024-01-02T10:00:00"],
      ],
    })
  })

  test.each([
    ["an empty file", "", "empty"],
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), "PNG"],
    ["bytes of another encoding", Buffer.from("a,b\n1,caf\xe9\n", "latin1"), "ine 2"],
    ["a Parquet file without its end", Buffer.from("PAR1\x15\x04\x15\x00\x00\x00PAR1"), "Parquet"],
  ])("given %s, then it is refused with the reason", async (_, head, reason) => {
    const response = await inspect(head)
    expect(response.status).toBe(400)
    const refusal = await response.text()
    expect(refusal).toContain("validation_failed")
    expect(refusal).toContain(reason)
  })

  test("given an upload that is gone, then 404", async () => {
    const response = await client.post("/v1/inspect", {
      requestId: "test",
      principal: "usr_tester",
      uploadId: newId("up"),
      filename: "x",
      sizeBytes: 1,
      options: {},
    })
    expect(response.status).toBe(404)
  })
})
