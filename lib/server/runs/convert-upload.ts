import "server-only"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import type { ImportFailure, ImportReport, ImportRequest } from "#lib/domain/job-contract.ts"
import type { RunProgress } from "#lib/domain/run.ts"
import { importUpload } from "../executor/executor-client.ts"

const RETRY_DELAYS_MS = [1000, 3000, 8000, 15_000]

export type Converted = { report: ImportReport; dataVersionId: ImportRequest["dataVersionId"] }

/**
 * Has the executor turn an upload into a Parquet object. Faults on our side are tried again, each time with an object
 * of its own; faults of the file are the answer.
 * @throws AppError unavailable when trying again did not help; the signal's reason when aborted.
 */
export function convertUpload(
  job: Omit<ImportRequest, "dataVersionId">,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Converted | { failure: ImportFailure }> {
  // A straggler of an earlier attempt can't touch the next one's object.
  return withRetries(signal, () => convertOnce({ ...job, dataVersionId: newId("dv") }, report, signal))
}

async function convertOnce(
  request: ImportRequest,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Converted | { failure: ImportFailure }> {
  for await (const event of importUpload(request, signal)) {
    if ("progress" in event) report(event.progress)
    else if ("report" in event) return { report: event.report, dataVersionId: request.dataVersionId }
    else if (event.failure.retryable) throw new AppError("unavailable", event.failure.message)
    else return { failure: event.failure }
  }
  throw new AppError("unavailable", "The executor broke off the import.")
}

/** Runs `attempt` until it does not throw unavailable, a few times at most. */
export async function withRetries<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || error.code !== "unavailable") throw error
      await wait(delayMs, undefined, { signal })
    }
  }
  return attempt()
}
