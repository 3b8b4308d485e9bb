import { readFileSync } from "node:fs"
import { join } from "node:path"
import { readPlaywrightReport, readUnittestOutput, readVitestReport } from "./read-reports.ts"
import type { Suite } from "./run-suite.ts"

const minuteMs = 60_000

export type SuitePlaces = { root: string; pythonDir: string; reportsDir: string }

export function vitestSuite(places: SuitePlaces, name: string, args: string[], env: Suite["env"] = {}): Suite {
  const report = join(places.reportsDir, `${name.replaceAll(/\W+/g, "-")}.json`)
  return {
    name,
    command: process.execPath,
    args: [
      join(places.root, "node_modules/vitest/vitest.mjs"),
      "run",
      ...args,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    cwd: places.root,
    env: { CARDLOOM_PYTHON: places.pythonDir, ...env },
    timeoutMs: 10 * minuteMs,
    tally: () => readVitestReport(JSON.parse(readFileSync(report, "utf8"))),
  }
}

export function pythonSuite({ root, pythonDir }: SuitePlaces): Suite {
  return {
    name: "python tests",
    command: join(pythonDir, "bin/python"),
    args: ["-m", "unittest", "discover", "-s", "executor/python/tests"],
    cwd: root,
    env: { PYTHONPATH: join(root, "executor/python"), PYTHONDONTWRITEBYTECODE: "1" },
    timeoutMs: 5 * minuteMs,
    tally: readUnittestOutput,
  }
}

export function browserSuite({ root, pythonDir, reportsDir }: SuitePlaces): Suite {
  const report = join(reportsDir, "playwright.json")
  return {
    name: "browser tests",
    command: process.execPath,
    args: [join(root, "node_modules/@playwright/test/cli.js"), "test", "--reporter=list,json"],
    cwd: root,
    env: { CARDLOOM_PYTHON: pythonDir, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    timeoutMs: 10 * minuteMs,
    tally: () => readPlaywrightReport(JSON.parse(readFileSync(report, "utf8"))),
  }
}
