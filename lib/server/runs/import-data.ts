import "server-only"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { newId, type DatasetId } from "#lib/domain/ids.ts"
import type { ImportFailure, ImportReport, ImportRequest } from "#lib/domain/job-contract.ts"
import type { RunProgress } from "#lib/domain/run.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { getDataset, publishDataVersion } from "../datasets/dataset-store.ts"
import { importUpload } from "../executor/executor-client.ts"
import { ImportRunRequest, type Outcome } from "./finish-run.ts"
import type { StoredRun } from "./run-store.ts"

const RETRY_DELAYS_MS = [1000, 3000, 8000, 15_000]

/**
 * Turns a run's upload into a data version and publishes it: readers see the old data or the new, never a mix.
 * Faults on our side are tried again; faults of the file are an outcome.
 * @throws AppError when trying again did not help; the signal's reason when aborted.
 */
export async function importData(
  run: StoredRun,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const { uploadId, filename, options } = ImportRunRequest.parse(run.request)
  const dataset = run.datasetId ? await getDataset(run.datasetId) : null
  if (!dataset)
    return {
      status: "failed",
      error: { code: "not_found", message: "The dataset was deleted while its import was waiting." },
    }
  const result = await withRetries(signal, () => {
    // Each attempt writes an object of its own: a straggler of an earlier one can't touch it.
    const dataVersionId = newId("dv")
    const request: ImportRequest = {
      requestId: run.id,
      principal: run.startedBy,
      priority: "preview",
      runId: run.id,
      datasetId: dataset.id,
      dataVersionId,
      uploadId,
      filename,
      options,
    }
    return convert(request, report, signal)
  })
  if ("failure" in result) {
    const { code, message, line, column } = result.failure
    return { status: "failed", error: { code, message, line, column } }
  }
  signal.throwIfAborted()
  report({ stage: "publishing", done: result.report.sizeBytes, total: result.report.sizeBytes })
  await publish(run, dataset.id, dataset.dataVersion?.number ?? null, result)
  await recordAudit({
    type: "dataset.imported",
    targetId: dataset.id,
    targetName: dataset.name,
    details: { runId: run.id, filename, rowCount: result.report.rowCount },
    onBehalfOf: run.startedBy,
  })
  return { status: "succeeded" }
}

type Converted = { report: ImportReport; dataVersionId: ImportRequest["dataVersionId"] }

async function convert(
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

async function publish(
  run: StoredRun,
  datasetId: DatasetId,
  expectedDataVersionNumber: number | null,
  { report, dataVersionId }: Converted,
): Promise<void> {
  await publishDataVersion({
    datasetId,
    expectedDataVersionNumber,
    runId: run.id,
    dataVersion: {
      id: dataVersionId,
      columns: report.columns,
      rowCount: report.rowCount,
      sizeBytes: report.sizeBytes,
      warnings: report.warnings,
      publishedAt: new Date().toISOString(),
      runId: run.id,
    },
  })
}

async function withRetries<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
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
