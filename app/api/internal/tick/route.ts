import { after } from "next/server"
import * as endpoints from "#lib/domain/endpoints/operations.ts"
import { sweepObjects } from "#lib/server/datasets/sweep-objects.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { trimDue } from "#lib/server/retention/trim-due.ts"
import { sweepResults } from "#lib/server/results/sweep-results.ts"
import { driveRun } from "#lib/server/runs/drive-run.ts"
import { expireRuns } from "#lib/server/runs/expire-runs.ts"
import { takeOverRuns } from "#lib/server/runs/take-over-runs.ts"
import { beginDueRuns } from "#lib/server/schedules/run-due.ts"

export const POST = route(endpoints.tick, async () => {
  // First, since their time is now.
  const begun = await beginDueRuns(new Date())
  after(() => Promise.all(begun.map(driveRun)))
  const { takenOver, ended } = await takeOverRuns(new Date())
  after(ended)
  const runsExpired = await expireRuns(new Date())
  const oldRemoved = await trimDue(new Date())
  const objectsSwept = await sweepObjects(new Date())
  const resultsSwept = await sweepResults(new Date())
  return ok({ runsBegun: begun.length, takenOver, runsExpired, oldRemoved, objectsSwept, resultsSwept })
})
