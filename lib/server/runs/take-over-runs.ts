import "server-only"
import { driveRun } from "./drive-run.ts"
import { listUnfinishedRuns } from "./run-store.ts"

const MAX_RUNS_A_TICK = 1000
/** A run just queued is about to be claimed by the process that queued it. */
const GRACE_MS = 10_000

/**
 * Finds runs whose driver died (the lease has expired, or none was ever taken) and starts driving them.
 * Answers how many, and a promise that settles when they have ended. Safe to call from any number of processes: driveRun claims.
 */
export async function takeOverRuns(now: Date): Promise<{ takenOver: number; ended: Promise<unknown> }> {
  const { data: runs } = await listUnfinishedRuns({ limit: MAX_RUNS_A_TICK })
  const expired = runs.filter(({ leaseUntil, createdAt }) =>
    leaseUntil ? Date.parse(leaseUntil) < now.getTime() : now.getTime() - Date.parse(createdAt) > GRACE_MS,
  )
  return { takenOver: expired.length, ended: Promise.all(expired.map(({ id }) => driveRun(id))) }
}
