import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId, type DatasetId, type DataVersionId } from "#lib/domain/ids.ts"
import { DataProfile, type ImportEvent, type ImportReport } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { body, ExecutorClient, input } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor({ EXECUTOR_IMPORT_SCRATCH_BYTES: String(64 * 1024 ** 2) })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

type Version = { datasetId: DatasetId; dataVersionId: DataVersionId }
const reference = { requestId: "test", principal: "usr_tester" }
const stored = (key: string) => openObjectStore({ OBJECTS_DIR: executor.objectsDir }).get(key)
const exported = (version: Version) => client.post("/v1/export", { ...reference, ...version })

function reportOf(events: ImportEvent[]): ImportReport {
  const last = events.at(-1)
  if (!last || !("report" in last)) throw new Error(`the import failed: ${JSON.stringify(last)}`)
  return last.report
}

async function bytesOf(key: string): Promise<Buffer> {
  const found = await stored(key)
  if (!found) throw new Error(`there is no ${key}`)
  return Buffer.concat(await found.toArray())
}

describe("an imported version", () => {
  test("has its profile beside it, and the hash of its bytes in the report", async () => {
    const { dataset, events } = await client.import("city,people\nParis,2100000\nLyon,520000\nParis,\n")
    const report = reportOf(events)
    const data = await bytesOf(objectKeys.data(dataset.datasetId, dataset.dataVersionId))
    expect(report.sha256).toBe(createHash("sha256").update(data).digest("hex"))
    expect(report.sizeBytes).toBe(data.length)

    const profile = await bytesOf(objectKeys.profile(dataset.datasetId, dataset.dataVersionId))
    expect(DataProfile.parse(JSON.parse(profile.toString()))).toMatchObject({
      rowCount: 3,
      columns: [
        { name: "city", type: "string", nullCount: 0, distinctCount: 2, topValues: [{ value: "Paris", count: 2 }, {}] },
        { name: "people", type: "int64", nullCount: 1, min: 520000, max: 2100000, mean: 1310000 },
      ],
    })
    const stages = events.flatMap((event) => ("progress" in event ? [event.progress.stage] : []))
    expect([...new Set(stages)]).toEqual(["queued", "fetching", "checking", "converting", "profiling", "storing"])
  })

  test("given a later file, when it is appended, then the new version has the rows of both", async () => {
    const first = await client.import("id,city\n1,Paris\n2,007\n")
    const dataVersionId = newId("dv")
    const { datasetId } = first.dataset
    const second = await client.import("city,id,note\n8,3,new\n", {
      datasetId,
      dataVersionId,
      appendTo: first.dataset.dataVersionId,
    })
    expect(reportOf(second.events)).toMatchObject({ rowCount: 3, columns: [{}, {}, { name: "note", type: "string" }] })
    expect(await (await exported({ datasetId, dataVersionId })).text()).toBe(
      "id,city,note\r\n1,Paris,\r\n2,007,\r\n3,8,new\r\n",
    )
    // The version before is as it was.
    expect(await (await exported(first.dataset)).text()).toBe("id,city\r\n1,Paris\r\n2,007\r\n")
  })

  test("given a file that does not fit, when it is appended, then column, line and cure are named", async () => {
    const first = await client.import("id\n1\n")
    const { events, dataset } = await client.import("id\n2\nthree\n", {
      datasetId: first.dataset.datasetId,
      appendTo: first.dataset.dataVersionId,
    })
    expect(events.at(-1)).toMatchObject({ failure: { code: "invalid_file", column: "id", line: 3, retryable: false } })
    expect(await stored(objectKeys.data(first.dataset.datasetId, dataset.dataVersionId))).toBeNull()
  })

  test("given a version that is gone, when a file is appended to it, then the import says so", async () => {
    const { events } = await client.import("id\n1\n", { appendTo: newId("dv") })
    expect(events.at(-1)).toMatchObject({ failure: { code: "internal", retryable: false } })
  })
})

describe("a Parquet file", () => {
  test("given our own, when it is imported, then the cells are the same", async () => {
    const csv = "n,big,day,text\n9007199254740993,0.1234567890123456789,2024-02-29,😀\n-1,1.5,,007\n"
    const original = await client.import(csv)
    const again = await client.import(await client.parquet(original.dataset), { filename: "data.parquet" })
    expect(reportOf(again.events)).toMatchObject({ format: "parquet", dialect: null, rowCount: 2 })
    const text = await (await exported(again.dataset)).text()
    expect(text).toBe(await (await exported(original.dataset)).text())
  })

  test.each([
    ["cut off", (file: Buffer) => file.subarray(0, -30), "cut off"],
    ["damaged in its pages", (file: Buffer) => Buffer.from(file).fill(0x5a, 4, 400), "damaged"],
    [
      "with a footer of nonsense",
      (file: Buffer) => Buffer.from(file).fill(0xff, file.length - 200, file.length - 8),
      "damaged",
    ],
  ])("given one %s, then it is refused for good, and the next import works", async (_, harm, reason) => {
    const version = await client.dataset(`n,t\n${Array.from({ length: 2000 }, (_, n) => `${n},text ${n}\n`).join("")}`)
    const file = await client.parquet(version)
    const { events } = await client.import(harm(file))
    expect(events.at(-1)).toMatchObject({ failure: { code: "invalid_file", retryable: false } })
    expect(JSON.stringify(events.at(-1))).toContain(reason)
    expect(reportOf((await client.import(file)).events).rowCount).toBe(2000)
  })

  test("given a version whose object is damaged, then reading it fails alone", async () => {
    const good = await client.dataset("n,t\n1,a\n2,b\n")
    const broken = await client.dataset("n,t\n1,a\n2,b\n")
    const key = objectKeys.data(broken.datasetId, broken.dataVersionId)
    const file = Buffer.from(await client.parquet(broken)).fill(0x5a, 4, 120)
    await openObjectStore({ OBJECTS_DIR: executor.objectsDir }).put(key, file)
    const card = body("return int(dataset.n.sum())")
    expect((await exported(broken)).status).toBe(500)
    expect((await client.run(card, { inputs: [input(broken)] })).error).toBeDefined()
    expect((await client.run(card, { inputs: [input(good)] })).error).toBeUndefined()
    expect((await exported(good)).status).toBe(200)
  })
})

describe("an export", () => {
  test("given values of every kind, when they are exported and imported again, then the cells are the same", async () => {
    const csv = [
      "n,x,d,b,day,at,zoned,text",
      '9007199254740993,0.1,0.1234567890123456789,true,0001-01-01,2024-01-01T10:00,2024-01-01T10:00:00+09:00,"a ""b"", c"',
      '-9223372036854775808,5e-324,12.5,FALSE,9999-12-31,2024-01-01T10:00:00.123456,1969-12-31T23:59:59.5Z,"line\nbreak"',
      ",-0,,,,,,😀",
      "",
    ].join("\n")
    const original = await client.import(csv)
    const response = await exported(original.dataset)
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    const again = await client.import(new Uint8Array(await response.arrayBuffer()))
    expect(reportOf(again.events).columns).toEqual(reportOf(original.events).columns)
    const preview = async (version: Version) =>
      (await client.post("/v1/preview", { ...reference, ...version, limit: 10 })).json()
    expect(await preview(again.dataset)).toEqual(await preview(original.dataset))
  })

  test("guards text that a spreadsheet would run, and no number", async () => {
    const version = await client.dataset('formula,number\n=1+2,-5\n@x,-6\n"-2+3",-7\n')
    expect(await (await exported(version)).text()).toBe("formula,number\r\n'=1+2,-5\r\n'@x,-6\r\n'-2+3,-7\r\n")
  })

  test("given no such version, then 404 before the first byte", async () => {
    const response = await exported({ datasetId: newId("ds"), dataVersionId: newId("dv") })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: "not_found" } })
  })

  test("given more text than the disk it may use, then it is refused before the first byte", async () => {
    const line = `${"x".repeat(1000)}\n`
    const version = await client.dataset(`text\n${line.repeat(80_000)}`)
    const response = await exported(version)
    expect(response.status).toBe(413)
    expect(await response.text()).toContain("64 MB")
  })

  test("given a reader who leaves, then the executor is free for the next", async () => {
    const version = await client.dataset(`a,b\n${"1.5,some text\n".repeat(500_000)}`)
    const left = new AbortController()
    const leaving = client.post("/v1/export", { ...reference, ...version }, { signal: left.signal })
    await waitFor("the export runs", () => metric("cardloom_executor_export_queue_running").then((n) => n === 1))
    left.abort()
    await expect(leaving).rejects.toThrow("aborted")
    await waitFor("its slot is free", () => metric("cardloom_executor_export_queue_running").then((n) => n === 0))
    const response = await exported(version)
    expect((await response.text()).length).toBe(5 + 500_000 * 15)
  })
})

async function metric(name: string): Promise<number> {
  const answer = await fetch(`${executor.url}/metrics`, { headers: { authorization: `Bearer ${executor.token}` } })
  const line = (await answer.text()).split("\n").find((one) => one.startsWith(`${name} `))
  return Number(line?.split(" ")[1])
}
