import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Dataset } from "#lib/domain/dataset.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startWatchingProxy, type WatchingProxy } from "#tests/support/watching-proxy.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { startDatasetStack, type DatasetStack } from "./dataset-stack.ts"

const ROWS = 200_000
const CSV = `n,text\n${Array.from({ length: ROWS }, (_, index) => `${index},row ${index}`).join("\n")}\n`

let executor: RunningExecutor
let proxy: WatchingProxy
let stack: DatasetStack
let api: ApiClient
let dataset: Dataset
let path: string
beforeAll(async () => {
  executor = await startExecutor()
  proxy = await startWatchingProxy(executor.url)
  stack = await startDatasetStack({
    EXECUTOR_URL: proxy.url,
    EXECUTOR_TOKEN: executor.token,
    OBJECTS_DIR: executor.objectsDir,
  })
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  dataset = (await api.upload('Größe "2024"', CSV)).dataset
  path = `/api/datasets/${dataset.id}`
})
afterAll(async () => {
  await stack?.stop()
  await proxy?.close()
  await executor?.stop()
})

const get = (rest: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(new URL(`${path}/${rest}`, stack.url), {
    method,
    headers: { authorization: `Bearer ${api.token}`, ...headers },
  })
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe("data.parquet", () => {
  test("is the whole object, byte for byte, under a name a file may have", async () => {
    const response = await get("data.parquet")
    const bytes = await bytesOf(response)

    expect(response.status).toBe(200)
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(dataset.dataVersion?.sha256)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "content-type": "application/vnd.apache.parquet",
      "content-disposition": `attachment; filename="Gr__e _2024_.parquet"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20_2024_.parquet`,
      etag: `"${dataset.dataVersion?.id}"`,
    })
    expect(response.headers.get("cache-control")).toMatch(/private, no-cache/)
  })

  test.each([
    ["the last eight bytes", "bytes=-8", (all: Buffer) => all.subarray(-8)],
    ["some in the middle", "bytes=1000-1999", (all: Buffer) => all.subarray(1000, 2000)],
    ["from one to the end", "bytes=5-", (all: Buffer) => all.subarray(5)],
  ])("%s are given alone", async (_, range, expected) => {
    const all = await bytesOf(await get("data.parquet"))
    const response = await get("data.parquet", { range })
    const bytes = await bytesOf(response)

    expect(response.status).toBe(206)
    expect(bytes.equals(expected(all))).toBe(true)
    expect(response.headers.get("content-range")).toMatch(new RegExp(`^bytes \\d+-\\d+/${all.byteLength}$`))
  })

  test("bytes beyond the end cannot be given", async () => {
    const response = await get("data.parquet", { range: `bytes=${dataset.sizeBytes}-` })
    expect([response.status, response.headers.get("content-range")]).toEqual([416, `bytes */${dataset.sizeBytes}`])
  })

  test("a reader who has it already is told so; a range of what is no longer current is the whole", async () => {
    const etag = `"${dataset.dataVersion?.id}"`
    const unchanged = await get("data.parquet", { "if-none-match": etag })
    expect([unchanged.status, (await bytesOf(unchanged)).byteLength]).toEqual([304, 0])
    expect((await get("data.parquet", { range: "bytes=0-3", "if-range": etag })).status).toBe(206)
    expect((await get("data.parquet", { range: "bytes=0-3", "if-range": '"dv_0000"' })).status).toBe(200)
  })

  test("its head is to be had without its bytes", async () => {
    const response = await get("data.parquet", {}, "HEAD")
    expect([response.status, response.headers.get("accept-ranges"), (await bytesOf(response)).byteLength]).toEqual([
      200,
      "bytes",
      0,
    ])
  })

  test("a version that is not there is not found", async () => {
    expect((await get("data.parquet?version=9")).status).toBe(404)
    expect((await get("data.parquet?version=x")).status).toBe(400)
  })
})

describe("export.csv", () => {
  test("has every row, and formulas guarded", async () => {
    const { dataset: hostile } = await api.upload("Formulas", 'a,n\n=1+1,-5\n"@x, y",7\n')
    const response = await fetch(new URL(`/api/datasets/${hostile.id}/export.csv`, stack.url), {
      headers: { authorization: `Bearer ${api.token}` },
    })
    expect(response.headers.get("content-type")).toMatch(/^text\/csv; charset=utf-8/)
    expect(response.headers.get("content-disposition")).toContain('filename="Formulas.csv"')
    expect(await response.text()).toBe("a,n\r\n'=1+1,-5\r\n\"'@x, y\",7\r\n")

    const large = await (await get("export.csv")).text()
    expect(large).toBe(CSV.replaceAll("\n", "\r\n"))
  })

  test("that breaks under way is not mistaken for a whole one", async () => {
    proxy.watch = {
      onChunk: ({ path: asked }, _, doneBytes) => (asked === "/v1/export" && doneBytes > 500_000 ? "cut" : undefined),
    }
    const response = await get("export.csv")
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow("terminated")
    proxy.watch = {}
    expect((await get("export.csv")).status).toBe(200)
  })

  test("of an earlier version is that version's rows", async () => {
    await api.reimport(dataset.id, "n,text\n1,a\n")
    expect(await (await get("export.csv")).text()).toBe("n,text\r\n1,a\r\n")
    expect((await (await get("export.csv?version=1")).text()).length).toBe(CSV.length + ROWS + 1)
    expect((await bytesOf(await get("data.parquet?version=1"))).byteLength).toBe(dataset.sizeBytes)
  })
})

test("a profile says what each column holds, of any version", async () => {
  const answer = await api.send("GET", `${path}/profile?version=1`)
  expect(answer).toMatchObject({
    status: 200,
    body: { data: { rowCount: ROWS, columns: [{ name: "n", min: 0, max: ROWS - 1, nullCount: 0 }, { name: "text" }] } },
  })
  expect((await api.send("GET", `${path}/profile`)).body).toMatchObject({ data: { rowCount: 1 } })
})

test("a dataset without data has none of these", async () => {
  const { dataset: failed } = await api.upload("Failed", "a,b\n1\n")
  for (const rest of ["data.parquet", "export.csv", "profile", "preview"])
    expect(await api.send("GET", `/api/datasets/${failed.id}/${rest}`)).toMatchObject({ status: 409 })
})
