import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import type { ImportFailure, ImportReport, ImportRequest } from "#lib/domain/job-contract.ts"
import type { RunProgress } from "#lib/domain/run.ts"
import { importUpload } from "../executor/executor-client.ts"
import { withRetries } from "./with-retries.ts"

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
