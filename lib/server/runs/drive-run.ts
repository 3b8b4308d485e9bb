import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { RunId } from "#lib/domain/ids.ts"
import type { RunProgress } from "#lib/domain/run.ts"
import { log } from "../log.ts"
import { finishRun, settleRun, type End, type Outcome } from "./finish-run.ts"
import { importData } from "./import-data.ts"
import { claimRun, getRun, heartbeatRun, type StoredRun } from "./run-store.ts"

const LEASE_MS = 20_000
/** How often progress is written, and the lease extended. */
const HEARTBEAT_MS = 1000
const MAX_ATTEMPTS = 4

/**
 * Drives a run to its end while holding its lease; without effect when another process holds it. Never throws.
 * A process that dies leaves the lease to expire, and the tick hands the run to another.
 */
export async function driveRun(runId: RunId): Promise<void> {
  const owner = crypto.randomUUID()
  try {
    const run = await claimRun(runId, { owner, leaseMs: LEASE_MS, nowMs: Date.now() })
    if (!run) return
    if (run.attempt > MAX_ATTEMPTS) {
      await finishRun(
        run,
        { owner },
        failed(
          "The import was begun several times and never came to an end. Try a smaller file, or ask the operator to look at the logs.",
        ),
      )
      return
    }
    const outcome = await holdingLease(run, owner, (report, signal) => importData(run, owner, report, signal))
    if (outcome) await settleRun(run, owner, outcome)
  } catch (err) {
    log.error({ err, runId }, "driving a run failed; the tick will take it over")
  }
}

type Work = (report: (progress: RunProgress) => void, signal: AbortSignal) => Promise<Outcome>

/** Runs `work` while the lease is extended; null when the lease was lost, for then the run is another's to end. */
async function holdingLease(run: StoredRun, owner: string, work: Work): Promise<Outcome | null> {
  const stop = new AbortController()
  let progress = run.progress
  let beating = false
  const beat = async () => {
    if (beating) return
    beating = true
    try {
      if (!(await heartbeatRun(run.id, owner, { leaseUntil: new Date(Date.now() + LEASE_MS).toISOString(), progress })))
        stop.abort()
    } catch (err) {
      // The lease outlasts a few failed beats; a store that stays away ends it by itself.
      log.warn({ err, runId: run.id }, "could not extend a lease")
    } finally {
      beating = false
    }
  }
  const timer = setInterval(() => void beat(), HEARTBEAT_MS)
  try {
    const outcome = await work((next) => (progress = next), stop.signal)
    return { ...outcome, progress }
  } catch (error) {
    if (stop.signal.aborted) return (await wasCancelled(run.id)) ? { status: "cancelled" } : null
    log[error instanceof AppError ? "warn" : "error"]({ err: error, runId: run.id }, "a run failed on our side")
    return error instanceof AppError
      ? failed(error.message, error.code)
      : failed("Something went wrong on our side. Start the import again.")
  } finally {
    clearInterval(timer)
  }
}

const wasCancelled = async (runId: RunId): Promise<boolean> => (await getRun(runId))?.cancelRequested === true

const failed = (message: string, code = "internal"): End => ({ status: "failed", error: { code, message } })
