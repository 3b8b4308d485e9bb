import { spawnSync } from "node:child_process"
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { afterAll, expect, test } from "vitest"
import { z } from "zod"

const root = join(import.meta.dirname, "..")
const planted = join(root, "tests/fixtures/import-violations")
// The violations are linted under the real configuration, in a folder where they lie in the layers they break.
const folder = mkdtempSync(join(tmpdir(), "cardloom-import-rules-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })) })

function lintPlantedViolations(): Map<string, string[]> {
  cpSync(planted, folder, { recursive: true })
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"))
  const oxlint = join(root, "node_modules/.bin/oxlint")
  const { stdout } = spawnSync(oxlint, ["--format", "json"], { cwd: folder, encoding: "utf8" })
  const found = new Map<string, string[]>()
  for (const { code, filename } of Report.parse(JSON.parse(stdout)).diagnostics)
    found.set(filename, [...(found.get(filename) ?? []), code ?? "unnamed"])
  return found
}

const found = lintPlantedViolations()

test.each(globSync("**/*-*.{ts,tsx}", { cwd: planted }).filter((file) => !file.endsWith("is-allowed.ts")))(
  "%s is refused",
  (file) => expect(found.get(file)).toEqual(["eslint(no-restricted-imports)"]),
)

test("a cycle is refused", () => expect(found.get("lib/server/cycle/first.ts")).toEqual(["import(no-cycle)"]))

test("an import downwards is allowed", () => expect(found.get("lib/server/cards/is-allowed.ts")).toBeUndefined())

test("every file of lib/server refuses to be bundled for the browser", () => {
  const unguarded = globSync("lib/server/**/*.{ts,tsx}", { cwd: root })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .filter(
      (file) =>
        !/^(\/\*\*[\s\S]*?\*\/\s*|\/\/.*\n\s*)*import "server-only"/.test(readFileSync(join(root, file), "utf8")),
    )
  expect(unguarded.map((file) => relative(root, join(root, file)))).toEqual([])
})
