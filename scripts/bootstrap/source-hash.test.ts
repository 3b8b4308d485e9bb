import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { sourceHash } from "./source-hash.mjs"

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cardloom-sources-"))
  mkdirSync(join(root, "app/api"), { recursive: true })
  writeFileSync(join(root, "app/page.tsx"), "page")
  writeFileSync(join(root, "app/api/route.ts"), "route")
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const hash = () => sourceHash(root, ["app", "absent.ts"], (path) => path.endsWith(".test.ts"))

test("the same sources hash alike", () => expect(hash()).toBe(hash()))

test.each([
  ["a changed file", () => writeFileSync(join(root, "app/api/route.ts"), "route 2")],
  ["a new file", () => writeFileSync(join(root, "app/new.ts"), "")],
  ["a renamed file", () => renameSync(join(root, "app/page.tsx"), join(root, "app/other.tsx"))],
  ["a file that was absent", () => writeFileSync(join(root, "absent.ts"), "")],
])("%s changes the hash", (_, change) => {
  const before = hash()
  change()
  expect(hash()).not.toBe(before)
})

test("an ignored file does not", () => {
  const before = hash()
  writeFileSync(join(root, "app/page.test.ts"), "test")
  expect(hash()).toBe(before)
})
