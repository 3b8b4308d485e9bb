/** `npm run check`: everything that can be known in seconds. Also the first suite of `npm test`. */
import { join } from "node:path"
import { checkSteps, runCheckStep } from "./checking/check-steps.ts"

const root = join(import.meta.dirname, "..")
let failed = 0
for (const step of checkSteps) {
  const { ok, output, seconds } = runCheckStep(root, step)
  process.stdout.write(`${ok ? "ok    " : "FAILED"} ${step.name} (${seconds.toFixed(1)} s)\n`)
  if (!ok) {
    failed += 1
    process.stdout.write(`${output.trimEnd()}\n\n`)
  }
}
process.exit(failed === 0 ? 0 : 1)
