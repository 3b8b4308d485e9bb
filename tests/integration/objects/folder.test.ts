import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openFolderStore } from "#lib/objects/folder-store.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cardloom-objects-"))
})
afterEach(() => rm(folder, { recursive: true }))

const keysIn = async (store: ObjectStore) => {
  const keys = []
  for await (const { key } of store.list("")) keys.push(key)
  return keys.sort()
}
const read = async (key: string) => {
  const body = await openFolderStore(folder).get(key)
  return body && text(body)
}

test("a process killed in the middle of a write leaves the old object, and its left-over is swept an hour later", async () => {
  const store = openFolderStore(folder)
  await store.put("a/b", Buffer.from("old"))
  const writer = spawn(
    process.execPath,
    [fileURLToPath(new URL("write-without-end.ts", import.meta.url)), folder, "a/b"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  )
  await once(writer.stdout, "data")
  writer.kill("SIGKILL")
  await once(writer, "exit")

  expect(await read("a/b")).toBe("old")
  const [leftOver, ...others] = await readdir(join(folder, ".tmp"))
  expect(others).toEqual([])
  if (leftOver === undefined) throw new Error("the writer had not begun")

  await openFolderStore(folder).put("c", Buffer.from("x"))
  expect(await readdir(join(folder, ".tmp"))).toEqual([leftOver])

  const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000)
  await utimes(join(folder, ".tmp", leftOver), longAgo, longAgo)
  await openFolderStore(folder).put("c", Buffer.from("x"))
  expect(await readdir(join(folder, ".tmp"))).toEqual([])
  expect(await keysIn(store)).toEqual(["a/b", "c"])
})

test("every file is readable by the sandbox's user and every folder can be passed through, whatever the umask", async () => {
  const umask = process.umask(0o027)
  try {
    await openFolderStore(folder).put("a/b", Buffer.from("x"))
  } finally {
    process.umask(umask)
  }
  expect((await stat(join(folder, "a/b"))).mode & 0o777).toBe(0o644)
})

test("a download shares its bytes with the store where both are on one disk", async () => {
  const store = openFolderStore(folder)
  await store.put("a", Buffer.from("x"))
  const other = await mkdtemp(join(tmpdir(), "cardloom-files-"))

  await store.download("a", join(other, "file"))
  expect((await stat(join(other, "file"))).nlink).toBe(2)
  await expect(store.download("a", join(other, "file"))).rejects.toMatchObject({ code: "EEXIST" })
  await expect(store.download("a", join(other, "missing/file"))).rejects.toMatchObject({ code: "ENOENT" })

  await rm(other, { recursive: true })
})

test("a key that is another's folder is refused and harms neither", async () => {
  const store = openFolderStore(folder)
  await store.put("a/b", Buffer.from("file"))

  await expect(store.put("a/b/c", Buffer.from("below"))).rejects.toMatchObject({ code: "conflict" })
  await expect(store.put("a", Buffer.from("above"))).rejects.toMatchObject({ code: "conflict" })
  expect(await store.get("a")).toBeNull()
  expect(await store.get("a/b/c")).toBeNull()
  expect(await store.head("a")).toBeNull()

  expect(await read("a/b")).toBe("file")
  expect(await readdir(join(folder, ".tmp"))).toEqual([])
})

test("deleting the last object of a folder removes the folder, and strangers' files are not taken for objects", async () => {
  const store = openFolderStore(folder)
  await store.put("a/b/c", Buffer.from("x"))
  await store.delete("a/b/c")
  expect((await readdir(folder)).filter((name) => name !== ".tmp")).toEqual([])

  await mkdir(join(folder, ".git"))
  await writeFile(join(folder, ".git/config"), "")
  expect(await keysIn(store)).toEqual([])
})
