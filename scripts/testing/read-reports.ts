import { z } from "zod"

/** What a suite's own report says; a suite that ran nothing or crashed is judged by its caller. */
export type Tally = { passed: number; failed: number; skipped: number }

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** vitest's JSON reporter. A file that failed before its first test counts as one failure. */
export function readVitestReport(json: unknown): Tally {
  const report = VitestReport.parse(json)
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests,
  }
}

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
})

/** Playwright's JSON reporter. A test that passed only when tried again has failed. */
export function readPlaywrightReport(json: unknown): Tally {
  const { stats, errors } = PlaywrightReport.parse(json)
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}

/** The last lines of `python -m unittest`. */
export function readUnittestOutput(output: string): Tally {
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0)
  const outcome = /^(OK|FAILED)(?: \((.*)\))?$/m.exec(output)?.[2] ?? ""
  const count = (word: string) => Number(new RegExp(`(?:^|\\b)${word}=(\\d+)`).exec(outcome)?.[1] ?? 0)
  const failed = count("failures") + count("errors") + count("unexpected successes")
  const skipped = count("skipped")
  return { passed: Math.max(0, ran - failed - skipped), failed, skipped }
}
