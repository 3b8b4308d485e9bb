import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { sourceDigest } from "./source-digest.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cardloom-digest-"))
  await mkdir(path.join(folder, "cardloom"))
  await mkdir(path.join(folder, "tests"))
  await writeFile(path.join(folder, "cardloom/card.py"), "a = 1\n")
})
afterEach(() => rm(folder, { recursive: true }))

test.each([
  ["the same files again", "cardloom/card.py", "a = 1\n", true],
  ["a changed file", "cardloom/card.py", "a = 2\n", false],
  ["another file", "zygote.py", "", false],
  ["a test", "tests/test_card.py", "", true],
  ["no Python", "requirements.lock", "pandas", true],
])("%s", async (_, name, content, same) => {
  const before = await sourceDigest(folder)
  await writeFile(path.join(folder, name), content)
  expect((await sourceDigest(folder)) === before).toBe(same)
})
