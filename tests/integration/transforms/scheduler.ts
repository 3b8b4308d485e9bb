/**
 * The scheduler as a process of its own, for tests that kill it or give it a clock that is wrong: ticks at NOW (ISO) and
 * a second later each time until it has no more to do in TICKS ticks.
 */
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { listRunsUnderWay } from "#lib/server/runs/run-store.ts"
import { takeOverRuns } from "#lib/server/runs/take-over-runs.ts"
import { beginDueRuns } from "#lib/server/schedules/run-due.ts"

const start = Date.parse(process.env["NOW"] ?? "")
for (let tick = 0; tick < Number(process.env["TICKS"] ?? 3); tick += 1) {
  const begun = await beginDueRuns(new Date(start + tick * 1000))
  await Promise.all(begun.map(driveRun))
  const { ended } = await takeOverRuns(new Date())
  await ended
}
process.stdout.write(`left: ${(await listRunsUnderWay()).length}\n`)
process.exit(0)
