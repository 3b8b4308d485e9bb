import { spawn } from "node:child_process"
import type { Tally } from "./read-reports.ts"

export type SuiteResult = Tally & { name: string; seconds: number }

export type Suite = {
  name: string
  command: string
  args: string[]
  cwd: string
  env?: Record<string, string | undefined>
  timeoutMs: number
  /** Reads the suite's report once it has ended; throws when there is none. */
  tally: (output: string) => Tally
}

/** Runs a suite with its output shown as it comes. A crash, a timeout or an empty run is a failure of its own. */
export async function runSuite(suite: Suite): Promise<SuiteResult> {
  const startedAt = performance.now()
  process.stdout.write(`\n── ${suite.name}\n`)
  const { code, output, timedOut } = await run(suite)
  const seconds = (performance.now() - startedAt) / 1000
  const tally = readTally(suite, output)
  const complaint = complain(code, timedOut, tally)
  if (complaint) process.stdout.write(`${suite.name}: ${complaint}\n`)
  const failed = tally.failed + (complaint ? 1 : 0)
  return { ...tally, failed, name: suite.name, seconds }
}

function complain(code: number | null, timedOut: boolean, { passed, failed }: Tally): string | undefined {
  if (timedOut) return "did not end in time and was stopped."
  if (passed + failed === 0) return "ran no test."
  if (code !== 0 && failed === 0) return `ended with exit code ${code} though no test failed.`
  return undefined
}

function readTally(suite: Suite, output: string): Tally {
  try {
    return suite.tally(output)
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

function run(suite: Suite): Promise<{ code: number | null; output: string; timedOut: boolean }> {
  return new Promise((settle, fail) => {
    const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", suite.command, ...suite.args], {
      cwd: suite.cwd,
      env: { ...process.env, ...suite.env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    let output = ""
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      child.kill("SIGTERM")
      setTimeout(() => child.kill("SIGKILL"), 15_000).unref()
    }, suite.timeoutMs)
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8")
        process.stdout.write(chunk)
      })
    child.once("error", fail)
    child.once("close", (code) => {
      clearTimeout(timer)
      settle({ code, output, timedOut })
    })
  })
}
