import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runSuite, type SuiteResult } from "./run-suite.ts"
import { vitestSuite, type SuitePlaces } from "./suites.ts"

// Any id that owns nothing: no account needs to exist for it.
const ordinaryUid = "54321"

/**
 * What depends on who started it, run again without root: sandbox and launcher. The user gets a copy of the
 * checkout, since root's own may lie where nobody else can read.
 */
export async function runOrdinaryUserSuite(places: SuitePlaces): Promise<SuiteResult> {
  const home = mkdtempSync(join(tmpdir(), "cardloom-ordinary-"))
  const copy = join(home, "cardloom")
  try {
    mkdirSync(copy)
    const parts = readdirSync(places.root).filter((name) => ![".data", ".git"].includes(name))
    execFileSync("cp", ["--archive", "--reflink=auto", ...parts.map((name) => join(places.root, name)), copy])
    execFileSync("chown", ["--recursive", `${ordinaryUid}:${ordinaryUid}`, home, places.reportsDir])
    const args = ["--project", "integration", "tests/integration/executor", "tests/integration/launcher"]
    const suite = vitestSuite({ ...places, root: copy }, "sandbox and launcher as an ordinary user", args)
    const identity = ["--pdeathsig", "TERM", "--reuid", ordinaryUid, "--regid", ordinaryUid, "--clear-groups", "--"]
    return await runSuite({
      ...suite,
      command: "setpriv",
      args: [...identity, join(copy, "node_modules/.bin/node"), ...suite.args],
      env: { ...suite.env, HOME: home, USER: "cardloom-test", TMPDIR: home, XDG_CACHE_HOME: join(home, ".cache") },
    })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
