import { after } from "next/server"
import * as endpoints from "#lib/domain/endpoints/operations.ts"
import { ok } from "#lib/server/http/respond.ts"
import { route } from "#lib/server/http/route.ts"
import { sweepResults } from "#lib/server/results/sweep-results.ts"
import { takeOverRuns } from "#lib/server/runs/take-over-runs.ts"

export const POST = route(endpoints.tick, async () => {
  const { takenOver, ended } = await takeOverRuns(new Date())
  after(ended)
  return ok({ takenOver, resultsSwept: await sweepResults(new Date()) })
})
