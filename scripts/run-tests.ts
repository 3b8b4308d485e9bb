/** `npm test` once everything is installed: all suites, one sum. With --full, the slow ones as well. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { checkSteps, runCheckStep } from "./checking/check-steps.ts"
import { runOrdinaryUserSuite } from "./testing/ordinary-user.ts"
import { startDynamoDbLocal } from "./testing/dynamodb-local.ts"
import { runSuite, type SuiteResult } from "./testing/run-suite.ts"
import { browserSuite, pythonSuite, vitestSuite, type SuitePlaces } from "./testing/suites.ts"
import { pythonRuntimeDir } from "./bootstrap/python-runtime.mjs"

const root = join(import.meta.dirname, "..")
const full = process.argv.includes("--full")
const reportsDir = mkdtempSync(join(tmpdir(), "cardloom-reports-"))
const pythonDir = process.env["CARDLOOM_PYTHON"] || pythonRuntimeDir(root)
const places: SuitePlaces = { root, pythonDir, reportsDir }
const results: SuiteResult[] = []

checkSuite()
results.push(await runSuite(vitestSuite(places, "unit tests", ["--project", "unit", "--project", "components"])))
results.push(await runSuite(pythonSuite(places)))
if (buildSucceeds()) {
  results.push(await runSuite(vitestSuite(places, "integration tests", ["--project", "integration"])))
  results.push(await runSuite(browserSuite(places)))
  if (full) await slowSuites()
}
rmSync(reportsDir, { recursive: true, force: true })
process.exit(summarise())

/** The checks that are not tests count as one each; the unit tests among them are counted one by one. */
function checkSuite() {
  process.stdout.write("\n── checks\n")
  const tally = { passed: 0, failed: 0, skipped: 0 }
  const startedAt = performance.now()
  for (const step of checkSteps.filter((each) => each.name !== "unit tests")) {
    const { ok, output } = runCheckStep(root, step)
    tally[ok ? "passed" : "failed"] += 1
    process.stdout.write(ok ? `ok ${step.name}\n` : `FAILED ${step.name}\n${output.trimEnd()}\n`)
  }
  results.push({ ...tally, name: "checks", seconds: (performance.now() - startedAt) / 1000 })
}

function buildSucceeds(): boolean {
  process.stdout.write("\n── production build\n")
  const build = { name: "production build", file: join(root, "scripts/bootstrap/build-web.mjs"), args: [root] }
  const { ok, output, seconds } = runCheckStep(root, build)
  process.stdout.write(ok ? "ok\n" : `FAILED\n${output.trimEnd()}\n`)
  results.push({ name: build.name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds })
  return ok
}

async function slowSuites() {
  const dynamo = await startDynamoDbLocal(root)
  if (typeof dynamo === "string") process.stdout.write(`\n── stores on DynamoDB Local: left out, ${dynamo}\n`)
  else {
    const env = { CARDLOOM_TEST_DYNAMODB_ENDPOINT: dynamo.endpoint }
    const args = ["--project", "integration", "tests/integration/stores", "tests/integration/transforms"]
    results.push(await runSuite(vitestSuite(places, "stores on DynamoDB Local", args, env)))
    await dynamo.stop()
  }
  if (process.getuid?.() === 0) results.push(await runOrdinaryUserSuite(places))
  else process.stdout.write("\n── as root: left out, since this is an ordinary user\n")
}

function summarise(): number {
  process.stdout.write("\n")
  for (const { name, passed, failed, skipped, seconds } of results)
    process.stdout.write(
      `${failed > 0 ? "FAILED" : "ok    "} ${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""} (${seconds.toFixed(0)} s)\n`,
    )
  const sum = (key: "passed" | "failed") => results.reduce((total, result) => total + result[key], 0)
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`)
  return sum("failed") === 0 ? 0 : 1
}
