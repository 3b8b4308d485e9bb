import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { RunError, RunProgress, RunReview } from "#lib/domain/run.ts"
import { getDataset, updateDataset } from "../datasets/dataset-store.ts"
import { forget } from "../datasets/receive-upload.ts"
import { log } from "../log.ts"
import { countRun } from "../metrics.ts"
import { planTrim } from "../retention/plan-trim.ts"
import { deleteCandidate } from "./delete-candidate.ts"
import { ImportRunRequest } from "./import-request.ts"
import { markOutputsStale } from "../transforms/mark-outputs.ts"
import {
  awaitConfirmation,
  endRun,
  getRun,
  postponeRun,
  type Candidate,
  type Ender,
  type RunNumbers,
  type StoredRun,
} from "./run-store.ts"

/** A run that nobody has published or dropped after so long is dropped. */
const CONFIRMABLE_MS = 7 * 24 * 60 * 60 * 1000

export type End =
  | { status: "cancelled"; error?: RunError }
  | { status: "failed"; error: RunError }
  | { status: "succeeded"; outcome: "unchanged" }

export type Outcome = (
  | End
  | { status: "awaiting_confirmation"; review: RunReview; candidate: Candidate; numbers?: RunNumbers }
  /** Begun again later, by whoever comes then: the fault was ours. */
  | { status: "postponed"; until: string; error: RunError }
  /** The publication has ended the run already. */
  | { status: "published" }
) & {
  /** Where it stood at its end; absent when that is what was last written. */
  progress?: RunProgress
}

/** Sees to a run whose work is done, and tidies up after it. Without effect when `owner` has lost the lease. */
export async function settleRun(run: StoredRun, owner: string, outcome: Outcome): Promise<void> {
  switch (outcome.status) {
    case "published":
      return tidyUp(run, "succeeded")
    case "awaiting_confirmation": {
      const { review, candidate, numbers, progress = run.progress } = outcome
      const confirmBy = new Date(Date.now() + CONFIRMABLE_MS).toISOString()
      const wait = { review, candidate, progress, confirmBy, ...numbers }
      const waiting = await awaitConfirmation(run, owner, wait).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "too_large") return error
        throw error
      })
      if (waiting && !(waiting instanceof AppError)) return tidyUp(run, "awaiting_confirmation")
      await deleteCandidate(run, candidate)
      const end: End = waiting
        ? { status: "failed", error: { code: waiting.code, message: waiting.message } }
        : { status: "cancelled" }
      return finishRun(run, { owner }, end)
    }
    case "postponed": {
      const postponed = await postponeRun(run.id, owner, outcome)
      if (!postponed && (await getRun(run.id))?.cancelRequested)
        return finishRun(run, { owner }, { status: "cancelled" })
      log.warn({ runId: run.id, kind: run.kind, until: outcome.until, error: outcome.error }, "run postponed")
      return
    }
    default:
      return finishRun(run, { owner }, outcome)
  }
}

/** Ends a run that has published nothing, and tidies up after it. Without effect when `ender` may not end it. */
export async function finishRun(
  run: StoredRun,
  ender: Ender,
  end: End & { progress?: RunProgress | undefined },
): Promise<void> {
  // Before the end, so that whoever takes over from a process that dies between the two does it too.
  if (run.transformId && end.status === "failed") await markOutputsStale(run, ender, end.error)
  const ended = await endRun(run.id, ender, end)
  if (!ended) return
  if (run.kind === "import" && end.status !== "succeeded" && run.datasetId) {
    const dataset = await getDataset(run.datasetId)
    // Data published before stays, and with it the dataset's status.
    if (dataset && !dataset.dataVersion) await updateDataset(dataset.id, { status: "failed" }, null)
  }
  if (run.candidate) await deleteCandidate(run, run.candidate)
  await tidyUp(run, end.status, "error" in end ? end.error : undefined)
}

async function tidyUp(run: StoredRun, status: string, error?: RunError): Promise<void> {
  log.info({ runId: run.id, kind: run.kind, status, error }, "run settled")
  countRun(run.kind, status)
  await planTrim(run.transformId ?? run.id, new Date())
  if (run.kind !== "import") return
  const { uploadId } = ImportRunRequest.parse(run.request)
  if (uploadId) await forget({ uploadId })
}
