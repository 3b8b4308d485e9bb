import { appendFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { followFile } from "./growing-file.ts"

let folder: string
let path: string
const stop = () => new AbortController()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cardloom-growing-"))
  path = join(folder, "data")
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (piece: IteratorResult<Uint8Array>) => Buffer.from(piece.value ?? []).toString()

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ""
  for await (const piece of bytes) text += Buffer.from(piece).toString()
  return text
}

test("what is there is given at once, what comes later when it comes, and all of it once", async () => {
  writeFileSync(path, "one ")
  const file = followFile(path, stop().signal)
  const bytes = file.bytes()
  expect(read(await bytes.next())).toBe("one ")
  appendFileSync(path, "two ")
  expect(read(await bytes.next())).toBe("two ")
  appendFileSync(path, "three")
  file.complete()
  expect(await textOf(bytes)).toBe("three")
})

test("a size is waited for, also of a file that isn't there yet; a complete file has no more to come", async () => {
  const file = followFile(path, stop().signal)
  const reached = file.hasReached(3)
  writeFileSync(path, "abc")
  await reached
  const never = file.hasReached(1_000)
  file.complete()
  await never
})

test("whoever gives up waiting is let go", async () => {
  writeFileSync(path, "one")
  const giveUp = stop()
  const file = followFile(path, giveUp.signal)
  const all = textOf(file.bytes())
  const large = file.hasReached(1_000)
  giveUp.abort(new Error("the run was cancelled"))
  await expect(all).rejects.toThrow("the run was cancelled")
  await expect(large).rejects.toThrow("the run was cancelled")
})

test.each([
  ["another file in its place", () => (writeFileSync(`${path}2`, "one"), renameSync(`${path}2`, path))],
  ["a file cut short", () => truncateSync(path, 1)],
])("%s is found out", async (_, change) => {
  writeFileSync(path, "one")
  const file = followFile(path, stop().signal)
  const bytes = file.bytes()
  await bytes.next()
  change()
  file.complete()
  await expect(textOf(bytes)).rejects.toThrow("was changed while it was followed")
})

test("a link is not followed", async () => {
  writeFileSync(`${path}2`, "secret")
  symlinkSync(`${path}2`, path)
  const file = followFile(path, stop().signal)
  file.complete()
  await expect(textOf(file.bytes())).rejects.toThrow("ELOOP")
})
