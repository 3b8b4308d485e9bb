import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { RunId } from "#lib/domain/ids.ts"
import type { RunProgress } from "#lib/domain/run.ts"
import { log } from "../log.ts"
import { fanOutFrom } from "../schedules/fan-out.ts"
import { isItsTurn, nextInTurn } from "../transforms/take-turn.ts"
import { whenThereIsRoom } from "./driver-pool.ts"
import { finishRun, settleRun, type End, type Outcome } from "./finish-run.ts"
import { importData } from "./import-data.ts"
import { claimRun, getRun, heartbeatRun, type StoredRun } from "./run-store.ts"
import { driveTransform } from "./transform-run.ts"

const LEASE_MS = 20_000
/** How often progress is written, and the lease extended. */
const HEARTBEAT_MS = 1000
const MAX_ATTEMPTS = 4
/** Doubled with each further attempt. */
const FIRST_POSTPONEMENT_MS = 30_000

/** What is done in a run, by its kind, and what to say when it can't be brought to an end. */
const KINDS = {
  import: {
    work: importData,
    gaveUp:
      "The import was begun several times and never came to an end. Try a smaller file, or ask the operator to look at the logs.",
    broke: "Something went wrong on our side. Start the import again.",
  },
  transform: {
    work: driveTransform,
    gaveUp:
      "The transform was begun several times and never came to an end. Give it less data, or ask the operator to look at the logs.",
    broke: "Something went wrong on our side. Run the transform again.",
  },
}

/**
 * Drives a run to its end while holding its lease; without effect when another process holds it. Never throws.
 * A process that dies leaves the lease to expire, and the tick hands the run to another.
 */
export async function driveRun(runId: RunId): Promise<void> {
  try {
    const run = await getRun(runId)
    if (run?.kind !== "transform") return await drive(runId)
    const had = await whenThereIsRoom(runId, async () => {
      const itsTurn = await isItsTurn(run)
      if (itsTurn) await drive(runId)
      return itsTurn
    })
    const next = had && run.transformId && (await nextInTurn(run.transformId, new Date()))
    if (next && next.id !== runId) await driveRun(next.id)
  } catch (err) {
    log.error({ err, runId }, "driving a run failed; the tick will take it over")
  }
}

async function drive(runId: RunId): Promise<void> {
  const owner = crypto.randomUUID()
  const run = await claimRun(runId, { owner, leaseMs: LEASE_MS, nowMs: Date.now() })
  if (!run) return
  const { work, gaveUp } = KINDS[run.kind]
  if (run.attempt > MAX_ATTEMPTS) return finishRun(run, { owner }, failed(gaveUp))
  const outcome = await holdingLease(run, owner, (report, signal) => work(run, owner, report, signal))
  if (!outcome) return
  await settleRun(run, owner, outcome)
  const datasetId = outcome.status === "published" ? (await getRun(runId))?.datasetId : null
  if (datasetId) await fanOutFrom(datasetId, new Date())
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
    return afterOurFault(run, error)
  } finally {
    clearInterval(timer)
  }
}

/** Whoever waits for an import has the file at hand; a transform runs when nobody looks, so it is begun again. */
function afterOurFault(run: StoredRun, cause: unknown): Outcome {
  const end = cause instanceof AppError ? failed(cause.message, cause.code) : failed(KINDS[run.kind].broke)
  if (run.kind !== "transform" || run.attempt >= MAX_ATTEMPTS) return end
  const untilMs = Date.now() + FIRST_POSTPONEMENT_MS * 2 ** (run.attempt - 1)
  return { status: "postponed", until: new Date(untilMs).toISOString(), error: end.error }
}

const wasCancelled = async (runId: RunId): Promise<boolean> => (await getRun(runId))?.cancelRequested === true

const failed = (message: string, code = "internal"): Extract<End, { status: "failed" }> => ({
  status: "failed",
  error: { code, message },
})
