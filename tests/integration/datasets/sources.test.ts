import { request } from "node:http"
import { readdir, utimes } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { dataOf } from "#lib/domain/api.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import { newId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { Run } from "#lib/domain/run.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startS3Source, type S3Source } from "#tests/support/s3-source.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { currentDataIsWhole, keysBelow, startDatasetStack, type DatasetStack } from "./dataset-stack.ts"

const Started = dataOf(Dataset).extend({ run: Run })

let s3: S3Source
let stack: DatasetStack
let api: ApiClient
beforeAll(async () => {
  s3 = await startS3Source()
  stack = await startDatasetStack({ ...s3.env, CARDLOOM_MAX_UPLOAD_BYTES: String(8 * 1024 * 1024) })
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
})
afterEach(() => {
  s3.proxy.watch = {}
})
afterAll(async () => {
  await stack?.stop()
  await s3?.stop()
})

const uploads = () => keysBelow(stack.objects, "uploads/")
const source = (key: string) => ({ type: "s3", bucket: "lake", key })

async function importFrom(path: string, body: unknown) {
  const started = await api.expect(Started, "POST", path, { body })
  const run = await api.settled(started.run.id)
  return { run, dataset: (await api.expect(dataOf(Dataset), "GET", `/api/datasets/${started.data.id}`)).data }
}
const create = (key: string, rest: object = {}) => importFrom("/api/datasets", { source: source(key), ...rest })
const reimport = ({ id }: Dataset, body: object = {}) => importFrom(`/api/datasets/${id}/import`, body)

describe("a dataset from S3", () => {
  test("is imported, skipped while its file is unchanged, and imported anew when it is not", async () => {
    await s3.put("sales/2024 north.csv", "a\n1\n")
    const { run, dataset } = await create("sales/2024 north.csv")
    expect(run).toMatchObject({ status: "succeeded", outcome: "published" })
    expect(dataset).toMatchObject({
      name: "2024 north",
      rowCount: 1,
      source: { type: "s3", bucket: "lake", key: "sales/2024 north.csv", etag: expect.any(String) },
    })
    expect(dataset.dataVersion?.source).toEqual(dataset.source)
    expect(await currentDataIsWhole(stack.objects, dataset)).toBe(true)

    let reads = 0
    s3.proxy.watch = { onRequest: ({ method }) => void (reads += method === "GET" ? 1 : 0) }
    const again = await reimport(dataset)
    expect(again).toMatchObject({
      run: { status: "succeeded", outcome: "unchanged" },
      dataset: { dataVersion: { number: 1 } },
    })
    expect(reads).toBe(0)

    expect((await reimport(dataset, { options: { types: { a: "string" } }, confirm: "always" })).run).toMatchObject({
      status: "awaiting_confirmation",
    })
    await s3.put("sales/2024 north.csv", "a\n1\n2\n")
    expect(await reimport(dataset)).toMatchObject({ run: { outcome: "published" }, dataset: { rowCount: 2 } })
    expect(await uploads()).toEqual([])
  })

  test("still knows where it came from after an upload that was refused, and takes another file", async () => {
    await s3.put("one.csv", "a\n1\n")
    await s3.put("two.csv", "a\n2\n3\n")
    const { dataset } = await create("one.csv", { name: "Two files" })
    const refused = await api.reimport(dataset.id, "a,b\n1\n")
    expect(refused).toMatchObject({ run: { status: "failed" }, dataset: { source: { type: "s3", key: "one.csv" } } })

    const { dataset: after } = await reimport(dataset, { source: source("two.csv"), mode: "append" })
    expect(after).toMatchObject({ name: "Two files", rowCount: 3, source: { key: "two.csv" } })
  })

  test("whose file changes while it is read is refused, and nothing is half-made", async () => {
    await s3.put("moving.csv", "a\n1\n")
    s3.proxy.watch = {
      onRequest: async ({ method }) => {
        if (method === "GET") await s3.put("moving.csv", "a\n2\n")
      },
    }
    const { run, dataset } = await create("moving.csv")
    expect(run).toMatchObject({
      status: "failed",
      error: { code: "conflict", message: expect.stringMatching(/changed while/) },
    })
    expect(dataset).toMatchObject({ status: "failed", dataVersion: null })
    expect(await uploads()).toEqual([])

    s3.proxy.watch = {}
    expect(await reimport(dataset)).toMatchObject({
      run: { status: "succeeded" },
      dataset: { status: "ready", rowCount: 1 },
    })
  })

  test.each([
    ["a key that is not there", { type: "s3", bucket: "lake", key: "no.csv" }, 404, /no file "no.csv"/],
    ["a bucket that is not allowed", { type: "s3", bucket: "private", key: "k.csv" }, 404, /not one to import from/],
    ["an endpoint of one's own", { type: "s3", bucket: "lake", key: "k", endpoint: "http://x" }, 400, /endpoint/],
    ["nothing", undefined, 400, /source/],
  ])("%s is refused before anything is begun", async (_, from, status, message) => {
    const answer = await api.send("POST", "/api/datasets", { body: { source: from } })
    expect(answer).toMatchObject({ status, body: { error: { message: expect.stringMatching(message) } } })
  })

  test("cannot be made of a dataset that was uploaded, without saying from where", async () => {
    const { dataset } = await api.upload("Uploaded", "a\n1\n")
    expect(await api.send("POST", `/api/datasets/${dataset.id}/import`, { body: {} })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/did not come from S3/) } },
    })
  })

  test("is chosen by looking into the allowed buckets", async () => {
    await s3.put("browse/a b.csv", "a\n1\n")
    expect((await api.send("GET", "/api/sources/s3")).body).toEqual({ data: { buckets: ["lake", "missing"] } })
    const found = await api.send("GET", `/api/sources/s3/lake/objects?prefix=${encodeURIComponent("browse/")}`)
    expect(found.body).toMatchObject({
      data: { folders: [], objects: [{ key: "browse/a b.csv", sizeBytes: 4 }], nextCursor: null },
    })
    expect((await api.send("GET", "/api/sources/s3/private/objects")).status).toBe(404)
    expect((await api.send("GET", "/api/sources/s3/missing/objects")).status).toBe(404)
  })
})

describe("an upload", () => {
  test.each([
    ["text", "text/plain", 415],
    ["a form", "application/x-www-form-urlencoded", 415],
    ["bytes of their own", "text/csv", 415],
    ["multipart without a boundary", "multipart/form-data", 415],
  ])("as %s is refused", async (_, contentType, status) => {
    const response = await fetch(new URL("/api/datasets", stack.url), {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": contentType },
      body: "a\n1\n",
    })
    expect(response.status).toBe(status)
  })

  test("whose sender goes away under way leaves nothing, and can be sent again", async () => {
    const before = (await api.send("GET", "/api/datasets?limit=200")).body
    const sending = startUpload("n\n" + "1\n".repeat(500_000))
    await waitFor("some of the file is on the disk", async () => (await temporaryFiles()) > 0)
    sending.destroy()

    await waitFor("nothing of it is left", async () => (await temporaryFiles()) === 0)
    expect(await uploads()).toEqual([])
    expect((await api.send("GET", "/api/datasets?limit=200")).body).toEqual(before)
    expect((await api.upload("Again", "n\n1\n")).run.status).toBe("succeeded")
  })

  test.each([
    ["that is not multipart at all", "a\n1\n".repeat(200_000)],
    [
      "that ends in the middle of the file",
      `--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${"1\n".repeat(200_000)}`,
    ],
    ["without a file", '--b\r\ncontent-disposition: form-data; name="name"\r\n\r\nx\r\n--b--\r\n'],
    [
      "whose options are not JSON",
      '--b\r\ncontent-disposition: form-data; name="options"\r\n\r\n{\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--b--\r\n',
    ],
  ])("%s is told so, and leaves nothing", async (_, body) => {
    const response = await fetch(new URL("/api/datasets", stack.url), {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "multipart/form-data; boundary=b" },
      body,
    })
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: "validation_failed" } }])
    expect(await uploads()).toEqual([])
    expect(await temporaryFiles()).toBe(0)
  })

  test("larger than the operator allows is refused, and nothing of it is kept", async () => {
    const form = new FormData()
    form.set("file", new Blob(["x\n".repeat(5_000_000)]), "large.csv")
    expect(await api.send("POST", "/api/datasets", { form })).toMatchObject({
      status: 413,
      body: { error: { message: expect.stringMatching(/8 MiB/) } },
    })
    expect(await uploads()).toEqual([])
  })

  const temporaryFiles = async () => {
    return (await readdir(join(stack.dataDir, "objects/.tmp")).catch(() => [])).length
  }

  /** Sends the head of a multipart upload, and keeps the connection open. */
  function startUpload(content: string) {
    const sending = request(new URL("/api/datasets", stack.url), {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "multipart/form-data; boundary=b" },
    })
    sending.on("error", () => undefined)
    sending.write(`--b\r\ncontent-disposition: form-data; name="file"; filename="cut.csv"\r\n\r\n${content}`)
    return sending
  }
})

test("the tick sweeps what nothing names and is older than a day, and nothing else", async () => {
  const { dataset } = await api.upload("Swept around", "a\n1\n")
  const unknown = newId("ds")
  const orphan = objectKeys.data(dataset.id, newId("dv"))
  const keys = {
    orphan,
    young: objectKeys.data(dataset.id, newId("dv")),
    ofUnknownDataset: objectKeys.data(unknown, newId("dv")),
    upload: objectKeys.upload(newId("up")),
    youngUpload: objectKeys.upload(newId("up")),
  }
  for (const key of Object.values(keys)) await stack.objects.put(key, Buffer.from("x"))
  const current = objectKeys.data(dataset.id, dataset.dataVersion?.id ?? newId("dv"))
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000)
  for (const key of [keys.orphan, keys.ofUnknownDataset, keys.upload, current])
    await utimes(join(stack.dataDir, "objects", key), longAgo, longAgo)

  let swept = 0
  for (let round = 0; round < 30; round += 1) swept += (await stack.tick())["objectsSwept"] ?? 0

  expect(swept).toBe(2)
  expect(await keysBelow(stack.objects, "uploads/")).toEqual([keys.youngUpload])
  const left = await keysBelow(stack.objects, "datasets/")
  expect(left).toEqual(expect.arrayContaining([current, keys.young, keys.ofUnknownDataset]))
  expect(left).not.toContain(orphan)
  expect(await currentDataIsWhole(stack.objects, dataset)).toBe(true)
})
