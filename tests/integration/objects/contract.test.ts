import { createHash, randomBytes } from "node:crypto"
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { buffer, text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { bucketIgnoresConditions, openBucket, openFolder, type OpenedStore } from "./object-stores.ts"

const MEGABYTE = 1024 * 1024

describe.each([
  ["a folder", openFolder, false],
  ["S3", openBucket, bucketIgnoresConditions],
])("objects in %s", (_, open, ignoresConditions) => {
  let opened: OpenedStore
  let store: ObjectStore
  let files: string

  beforeAll(async () => {
    opened = await open()
    store = opened.store
    files = await mkdtemp(join(tmpdir(), "cardloom-files-"))
  })
  afterAll(async () => {
    for await (const { key } of store.list("")) await store.delete(key)
    store.close()
    await opened.stop()
    await rm(files, { recursive: true })
  })

  const bytesOf = (content: string) => Buffer.from(content)
  const read = async (key: string) => {
    const body = await store.get(key)
    return body && text(body)
  }
  const listed = async (prefix: string) => {
    const objects = []
    for await (const object of store.list(prefix)) objects.push(object)
    return objects
  }
  const keysOf = async (prefix: string) => (await listed(prefix)).map(({ key }) => key).sort()
  const aKey = () => `contract/${crypto.randomUUID()}`

  test("an object is read as it was written, from bytes and from a stream", async () => {
    const [one, two, empty] = [aKey(), aKey(), aKey()]

    expect(await store.put(one, bytesOf("grüße"), { contentType: "text/plain" })).toMatchObject({ sizeBytes: 7 })
    expect(await store.put(two, Readable.from([bytesOf("gr"), bytesOf("üße")]))).toMatchObject({ sizeBytes: 7 })
    expect(await store.put(empty, new Uint8Array())).toMatchObject({ sizeBytes: 0 })

    expect([await read(one), await read(two), await read(empty)]).toEqual(["grüße", "grüße", ""])
  })

  test("what is not there is null, and deleting it is fine", async () => {
    const key = aKey()
    expect(await store.get(key)).toBeNull()
    expect(await store.head(key)).toBeNull()
    expect(await store.download(key, join(files, "absent"))).toBe(false)
    await expect(stat(join(files, "absent"))).rejects.toMatchObject({ code: "ENOENT" })
    await store.delete(key)
    expect(await keysOf(key)).toEqual([])
  })

  test("a written object is replaced whole, its etag changes, and a deleted one is gone", async () => {
    const key = aKey()
    const { etag } = await store.put(key, bytesOf("a longer first text"))
    expect(await store.head(key)).toMatchObject({ sizeBytes: 19, etag })

    const replaced = await store.put(key, bytesOf("second"))

    expect(await read(key)).toBe("second")
    expect(replaced.etag).not.toBe(etag)
    const head = await store.head(key)
    expect(head).toMatchObject({ sizeBytes: 6, etag: replaced.etag })
    expect(Math.abs(Date.now() - (head?.modifiedAt.getTime() ?? 0))).toBeLessThan(600_000)

    await store.delete(key)
    expect(await read(key)).toBeNull()
  })

  test("50 MB go in and out as streams, unchanged", { timeout: 120_000 }, async () => {
    const key = aKey()
    const chunk = randomBytes(MEGABYTE)
    const hash = createHash("sha256")
    for (let sent = 0; sent < 50; sent += 1) hash.update(chunk)
    const sha256 = hash.digest("hex")

    const { sizeBytes } = await store.put(
      key,
      Readable.from(
        (function* () {
          for (let sent = 0; sent < 50; sent += 1) yield chunk
        })(),
      ),
    )

    expect(sizeBytes).toBe(50 * MEGABYTE)
    const body = await store.get(key)
    if (!body) throw new Error("the object is not there")
    const received = createHash("sha256")
    for await (const part of body) received.update(part as Uint8Array)
    expect(received.digest("hex")).toBe(sha256)
  })

  test.each([
    ["from the middle", { start: 3, end: 5 }, "345"],
    ["one byte", { start: 0, end: 0 }, "0"],
    ["to the end", { start: 7 }, "789"],
    ["over the end", { start: 7, end: 99 }, "789"],
    ["behind the end", { start: 10 }, ""],
    ["far behind the end", { start: 99, end: 100 }, ""],
  ])("a range is read: %s", async (_range, range, expected) => {
    const key = aKey()
    await store.put(key, bytesOf("0123456789"))
    const body = await store.get(key, { range })
    expect(body && (await text(body))).toBe(expected)
  })

  test.each([
    ["a way up", "../x"],
    ["a way up inside", "a/../../x"],
    ["an absolute path", "/etc/passwd"],
    ["an empty segment", "a//b"],
    ["a segment that stays", "a/./b"],
    ["an end without a name", "a/"],
    ["nothing", ""],
    ["NUL", "a\0b"],
    ["a line break", "a\nb"],
    ["half a character", "a\ud800"],
    ["a long segment", `a/${"x".repeat(201)}`],
    ["a long segment once encoded", `a/${"ü".repeat(40)}`],
    ["a long key", Array(100).fill("0123456789").join("/")],
  ])("a key that is %s is refused by every operation", async (_key, key) => {
    const refusal = { code: "validation_failed" }
    await expect((async () => store.put(key, bytesOf("x")))()).rejects.toMatchObject(refusal)
    await expect((async () => store.get(key))()).rejects.toMatchObject(refusal)
    await expect((async () => store.head(key))()).rejects.toMatchObject(refusal)
    await expect((async () => store.delete(key))()).rejects.toMatchObject(refusal)
    await expect((async () => store.download(key, join(files, "hostile")))()).rejects.toMatchObject(refusal)
    await writeFile(join(files, "source"), "x")
    await expect((async () => store.upload(join(files, "source"), key))()).rejects.toMatchObject(refusal)
  })

  test.each([["../"], ["a//"], ["/"], ["a\0"]])("the prefix %j is refused", async (prefix) => {
    await expect(listed(prefix)).rejects.toMatchObject({ code: "validation_failed" })
  })

  test.each([
    ["..."],
    [".tmp/x"],
    [".hidden"],
    ["a b&c?d=e#f"],
    ["100%/%2e%2e"],
    ["größe/売上/📈"],
    ["a\\b"],
    ["C:"],
    ["con"],
    ["+=~!*'()@:$,;"],
  ])("the key ending in %j is an ordinary one", async (ending) => {
    const prefix = `${aKey()}/`
    const key = prefix + ending
    await store.put(key, bytesOf(ending))
    expect(await read(key)).toBe(ending)
    expect(await keysOf(prefix)).toEqual([key])
    await store.delete(key)
    expect(await keysOf(prefix)).toEqual([])
  })

  test("a key may begin with a dot", async () => {
    await store.put(".tmp/contract", bytesOf("x"))
    expect(await keysOf(".tmp")).toEqual([".tmp/contract"])
    await store.delete(".tmp/contract")
  })

  test("a list holds what begins with the prefix, wherever the prefix ends", async () => {
    const base = aKey()
    const keys = [`${base}/ds_1/dv_1/data`, `${base}/ds_1/dv_2/data`, `${base}/ds_12/data`, `${base}/other`]
    for (const key of keys) await store.put(key, bytesOf(key))

    expect(await keysOf(`${base}/`)).toEqual([...keys].sort())
    expect(await keysOf(`${base}/ds_1/`)).toEqual(keys.slice(0, 2))
    expect(await keysOf(`${base}/ds_1`)).toEqual(keys.slice(0, 3).sort())
    expect(await keysOf(`${base}/nothing/`)).toEqual([])
    const [first] = await listed(`${base}/other`)
    expect(first).toMatchObject({ key: `${base}/other`, sizeBytes: `${base}/other`.length })
  })

  test("a list is not put out by objects that go while it is read", async () => {
    const base = aKey()
    const keys = Array.from({ length: 30 }, (_unused, index) => `${base}/${index}/data`)
    await Promise.all(keys.map((key) => store.put(key, bytesOf("x"))))

    let seen = 0
    for await (const { key } of store.list(`${base}/`)) {
      seen += 1
      await store.delete(key)
    }

    expect(seen).toBe(30)
    expect(await keysOf(`${base}/`)).toEqual([])
  })

  test("a download is a file, and outlives the object", async () => {
    const key = aKey()
    const path = join(files, crypto.randomUUID())
    await store.put(key, bytesOf("content"))

    expect(await store.download(key, path)).toBe(true)
    await store.put(key, bytesOf("replaced"))
    await store.delete(key)

    expect(await readFile(path, "utf8")).toBe("content")
    expect((await stat(path)).mode & 0o444).toBe(0o444)
  })

  test("an uploaded file becomes an object, which a later change of the file leaves alone", async () => {
    const [key, path] = [aKey(), join(files, crypto.randomUUID())]
    await writeFile(path, "content", { mode: 0o600 })

    expect(await store.upload(path, key)).toMatchObject({ sizeBytes: 7 })
    await writeFile(path, "CHANGED")

    expect(await read(key)).toBe("content")
  })

  test("given 20 who write one key at once, one whole object is there", async () => {
    const key = aKey()
    const bodies = Array.from({ length: 20 }, (_unused, index) => String.fromCharCode(97 + index).repeat(100_000))

    await Promise.all(bodies.map((body) => store.put(key, bytesOf(body))))

    expect(bodies).toContain(await read(key))
  })

  test("a put and deletes beside it do not lose it", async () => {
    const base = aKey()
    await Promise.all(
      Array.from({ length: 40 }, async (_unused, index) => {
        const passing = `${base}/folder/passing-${index}`
        await store.put(passing, bytesOf("x"))
        await store.delete(passing)
      }),
    )
    await Promise.all([store.put(`${base}/folder/kept`, bytesOf("kept")), store.delete(`${base}/folder/none`)])

    expect(await keysOf(`${base}/`)).toEqual([`${base}/folder/kept`])
  })

  test("a source that fails half-way leaves the old object, and no new one", async () => {
    const [replaced, fresh] = [aKey(), aKey()]
    await store.put(replaced, bytesOf("old"))
    const failing = () =>
      Readable.from(
        (function* () {
          yield randomBytes(MEGABYTE)
          throw new Error("the connection was cut")
        })(),
      )

    await expect(store.put(replaced, failing())).rejects.toThrow("the connection was cut")
    await expect(store.put(fresh, failing())).rejects.toThrow("the connection was cut")

    expect(await read(replaced)).toBe("old")
    expect(await store.head(fresh)).toBeNull()
  })

  test("pieces may come in one buffer that is filled anew for each; where they break off there is no object", async () => {
    const [whole, broken] = [aKey(), aKey()]
    async function* pieces(count: number, failsAt = Infinity) {
      const piece = Buffer.alloc(MEGABYTE)
      for (let at = 0; at < count; at += 1) {
        if (at === failsAt) throw new Error("the disk was taken away")
        yield piece.fill(at)
      }
    }

    expect(await store.put(whole, pieces(20))).toMatchObject({ sizeBytes: 20 * MEGABYTE })
    await expect(store.put(broken, pieces(20, 12))).rejects.toThrow("the disk was taken away")

    const body = await store.get(whole)
    const stored = await buffer(body ?? expect.fail("the object is not there"))
    const wanted = Buffer.concat(Array.from({ length: 20 }, (_, at) => Buffer.alloc(MEGABYTE, at)))
    expect(stored.equals(wanted)).toBe(true)
    expect(await store.head(broken)).toBeNull()
  })

  test("a put that is called off leaves no object", async () => {
    const key = aKey()
    const stop = new AbortController()
    const endless = Readable.from(
      (async function* () {
        for (;;) {
          yield Buffer.alloc(64 * 1024)
          stop.abort()
          await new Promise((resolve) => setImmediate(resolve))
        }
      })(),
    )

    await expect(store.put(key, endless, { signal: stop.signal })).rejects.toMatchObject({ name: "AbortError" })

    expect(await store.head(key)).toBeNull()
  })

  test("what was written is there for the next process", async () => {
    const key = aKey()
    await store.put(key, bytesOf("kept"))
    const next = opened.reopen()
    const body = await next.get(key)
    expect(body && (await buffer(body)).toString()).toBe("kept")
    next.close()
  })

  test.skipIf(ignoresConditions)(
    ignoresConditions
      ? "given 20 who create one key at once, one succeeds (this emulator ignores conditional writes)"
      : "given 20 who create one key at once, one succeeds and the others are told",
    async () => {
      const key = aKey()
      const bodies = Array.from({ length: 20 }, (_unused, index) => `body ${index}`)

      const puts = await Promise.allSettled(bodies.map((body) => store.put(key, bytesOf(body), { onlyIfAbsent: true })))

      const winner = puts.findIndex(({ status }) => status === "fulfilled")
      const refused = puts.flatMap((put) => (put.status === "rejected" ? [put.reason as unknown] : []))
      expect(refused).toHaveLength(19)
      for (const error of refused) expect(error).toMatchObject({ code: "conflict" })
      expect(await read(key)).toBe(bodies[winner])
      await expect(store.put(key, Readable.from([bytesOf("late")]), { onlyIfAbsent: true })).rejects.toMatchObject({
        code: "conflict",
      })
      expect(await read(key)).toBe(bodies[winner])
    },
  )
})
