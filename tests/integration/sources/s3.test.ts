import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { objectStore } from "#lib/server/object-store.ts"
import { copyToUpload } from "#lib/server/sources/copy-object.ts"
import { listSourceObjects } from "#lib/server/sources/list-objects.ts"
import { headSource } from "#lib/server/sources/read-object.ts"
import { startS3Source, type S3Source } from "#tests/support/s3-source.ts"

const NEVER = new AbortController().signal
const DENIED = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

let s3: S3Source
let folder: string
beforeAll(async () => {
  s3 = await startS3Source()
  folder = mkdtempSync(join(tmpdir(), "cardloom-sources-"))
  Object.assign(process.env, s3.env, {
    OBJECTS_DIR: folder,
    CARDLOOM_URL: "http://localhost:3000",
    AUTH_SECRET: "0123456789abcdefghijklmnopqrstuvwxyz",
    CARDLOOM_TICK_TOKEN: "a token of the scheduler 0123456789abcdef",
    EXECUTOR_URL: "http://127.0.0.1:1",
    EXECUTOR_TOKEN: "a token of the executor 0123456789abcdef",
    CARDLOOM_MAX_UPLOAD_BYTES: String(9 * 1024 * 1024),
  })
})
afterEach(() => {
  s3.proxy.watch = {}
})
afterAll(async () => {
  await s3?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const uploads = () => Array.fromAsync(objectStore().list("uploads/"))
const list = (prefix: string, cursor?: string, bucket = "lake") =>
  listSourceObjects({ bucket, prefix, cursor, signal: NEVER })

async function copy(key: string): Promise<string> {
  const source = { bucket: "lake", key }
  const { etag, sizeBytes } = await headSource(source, NEVER)
  const { uploadId } = await copyToUpload({ ...source, etag }, sizeBytes, () => undefined, NEVER)
  const stored = await objectStore().get(objectKeys.upload(uploadId))
  if (!stored) throw new Error("nothing was stored")
  const content = await text(stored)
  await objectStore().delete(objectKeys.upload(uploadId))
  return content
}

test("a bucket is browsed as folders and files, a folder at a time, page by page", async () => {
  await s3.put("browse/", "")
  await s3.put("browse/größe & co.csv", "a\n")
  await s3.put("browse/2024/01.csv", "a\n1\n")
  for (let index = 0; index < 250; index += 1) await s3.put(`many/${String(index).padStart(3, "0")}.csv`, "a\n")

  expect(await list("browse/")).toEqual({
    folders: ["browse/2024/"],
    objects: [{ key: "browse/größe & co.csv", sizeBytes: 2, modifiedAt: expect.any(String), etag: expect.any(String) }],
    nextCursor: null,
  })
  expect((await list("")).folders).toEqual(expect.arrayContaining(["browse/", "many/"]))
  const first = await list("many/")
  const second = await list("many/", first.nextCursor ?? undefined)
  expect([first.objects.length, second.objects.length, second.nextCursor]).toEqual([200, 50, null])
  expect(new Set([...first.objects, ...second.objects].map(({ key }) => key)).size).toBe(250)
})

test("a file is copied as it is, whatever its key", async () => {
  const content = "a,b\n" + "1,2\n".repeat(2_000_000)
  for (const key of ["plain.csv", "a b+c%20ü?#.csv", "deep/../odd/./key"]) {
    await s3.put(key, content)
    expect((await copy(key)) === content).toBe(true)
  }
})

test("a connection that breaks is taken up where it broke", async () => {
  const content = Array.from({ length: 300_000 }, (_, index) => `${index}\n`).join("")
  await s3.put("broken.csv", content)
  const asked: unknown[] = []
  s3.proxy.watch = {
    onRequest: ({ method, headers }) => {
      if (method === "GET") asked.push(headers.range)
    },
    onChunk: (_, __, doneBytes) => (asked.length < 3 && doneBytes > 200_000 ? "cut" : undefined),
  }

  expect((await copy("broken.csv")) === content).toBe(true)

  expect(asked).toHaveLength(3)
  expect(new Set(asked).size).toBe(3)
})

test("a file that changes between two looks at it is refused, and nothing is kept", async () => {
  await s3.put("moving.csv", "a\n1\n")
  s3.proxy.watch = {
    onRequest: async ({ method }) => {
      if (method === "GET") await s3.put("moving.csv", "a\n2\n")
    },
  }

  await expect(copy("moving.csv")).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/"moving.csv" .*changed while it was being read.*again/),
  })
  expect(await uploads()).toEqual([])
})

test("a file that changes while a broken connection is taken up is refused", async () => {
  await s3.put("halves.csv", "1\n".repeat(1_000_000))
  let broken = false
  s3.proxy.watch = {
    onChunk: async (_, __, doneBytes) => {
      if (broken || doneBytes < 100_000) return undefined
      broken = true
      await s3.put("halves.csv", "2\n".repeat(1_000_000))
      return "cut"
    },
  }

  await expect(copy("halves.csv")).rejects.toMatchObject({ code: "conflict" })
  expect(await uploads()).toEqual([])
})

test.each([
  ["a key that is not there", () => copy("no/such.csv"), "not_found", /no file "no\/such.csv" in the bucket "lake"/],
  ["a bucket that is not allowed", () => list("", undefined, "private"), "not_found", /"private" is not one .* lake/],
  [
    "a bucket that is not allowed, though there is one of that name",
    () => headSource({ bucket: "private", key: "k" }, NEVER),
    "not_found",
    /S3_SOURCE_BUCKETS/,
  ],
  ["a bucket that is allowed and not there", () => list("", undefined, "missing"), "not_found", /no bucket "missing"/],
])("%s is told", async (_, attempt, code, message) => {
  await expect(attempt()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test("a file S3 does not let us read is told, and so is a bucket", async () => {
  await s3.put("secret.csv", "a\n1\n")
  s3.proxy.watch = { onRequest: ({ method }) => ({ status: 403, body: method === "HEAD" ? "" : DENIED }) }

  await expect(copy("secret.csv")).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringMatching(/s3:GetObject/),
  })
  await expect(list("")).rejects.toMatchObject({ code: "forbidden" })
})

test("a store that does not answer is told as such", async () => {
  s3.proxy.watch = { onRequest: () => "cut" }

  await expect(list("")).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/does not answer/),
  })
  await expect(copy("any.csv")).rejects.toMatchObject({ code: "unavailable" })
})

test("a file larger than an upload may be is refused before it is read", async () => {
  await s3.put("large.csv", Buffer.alloc(9.5 * 1024 * 1024, "a"))
  let reads = 0
  s3.proxy.watch = { onRequest: ({ method }) => void (reads += method === "GET" ? 1 : 0) }

  await expect(copy("large.csv")).rejects.toMatchObject({ code: "too_large", message: expect.stringMatching(/9 MiB/) })
  expect(reads).toBe(0)
})
