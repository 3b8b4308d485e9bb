import { expect, test } from "vitest"
import { readPlaywrightReport, readUnittestOutput, readVitestReport } from "./read-reports.ts"

test.each([
  ["all well", "Ran 12 tests in 0.1s\n\nOK\n", { passed: 12, failed: 0, skipped: 0 }],
  ["some skipped", "Ran 3 tests in 0.1s\n\nOK (skipped=1)\n", { passed: 2, failed: 0, skipped: 1 }],
  ["failures and errors", "Ran 5 tests in 1s\n\nFAILED (failures=1, errors=2)\n", { passed: 2, failed: 3, skipped: 0 }],
  ["a crash before the first test", "Traceback (most recent call last):\n", { passed: 0, failed: 0, skipped: 0 }],
])("unittest: %s", (_, output, tally) => expect(readUnittestOutput(output)).toEqual(tally))

test("vitest: a file that could not be loaded is a failure", () => {
  const testResults = [
    { status: "passed", assertionResults: [{}, {}] },
    { status: "failed", assertionResults: [] },
  ]
  const report = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, testResults }
  expect(readVitestReport(report)).toEqual({ passed: 2, failed: 1, skipped: 1 })
})

test("playwright: a flaky test and a global error are failures", () => {
  const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 }, errors: [{}] }
  expect(readPlaywrightReport(report)).toEqual({ passed: 4, failed: 3, skipped: 0 })
})
