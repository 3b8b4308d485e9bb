import { spawnSync } from "node:child_process"
import { resolve } from "node:path"

export type CheckStep = { name: string; file: string; args: string[] }

/** In the order in which a mistake is cheapest to see. Each is a program for Node, named by its file. */
export const checkSteps: CheckStep[] = [
  { name: "format", file: "node_modules/oxfmt/bin/oxfmt", args: ["--check"] },
  { name: "lint and import rules", file: "node_modules/oxlint/bin/oxlint", args: ["--type-aware", "--deny-warnings"] },
  // Routes are typed by files that Next writes.
  { name: "route types", file: "node_modules/next/dist/bin/next", args: ["typegen"] },
  { name: "types", file: "node_modules/typescript/bin/tsc", args: ["--noEmit"] },
  { name: "dead code", file: "node_modules/knip/bin/knip.js", args: ["--no-progress"] },
  {
    name: "unit tests",
    file: "node_modules/vitest/vitest.mjs",
    args: ["run", "--project", "unit", "--project", "components"],
  },
]

export type CheckResult = { ok: boolean; output: string; seconds: number }

export function runCheckStep(root: string, { file, args }: CheckStep): CheckResult {
  const startedAt = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(root, file), ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 100_000_000,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  })
  return { ok: status === 0, output: `${stdout}${stderr}`, seconds: (performance.now() - startedAt) / 1000 }
}
