import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { canonicalJson } from "#lib/domain/canonical-json.ts"
import type { Dataset, DatasetSource, DataVersion } from "#lib/domain/dataset.ts"
import type { ImportOptions } from "#lib/domain/job-contract.ts"
import type { RunProgress } from "#lib/domain/run.ts"
import { diffSchemas, isUnchanged } from "#lib/domain/schema-diff.ts"
import { readColumnReaders } from "../datasets/column-readers.ts"
import { getDataset, publishDataVersion } from "../datasets/dataset-store.ts"
import { forget, type StoredUpload } from "../datasets/receive-upload.ts"
import { recordPublication } from "./record-publication.ts"
import { copyToUpload } from "../sources/copy-object.ts"
import { headSource } from "../sources/read-object.ts"
import { convertUpload, type Converted } from "./convert-upload.ts"
import { withRetries } from "./with-retries.ts"
import { deleteCandidate } from "./delete-candidate.ts"
import type { Outcome } from "./finish-run.ts"
import { fitInheritedOptions } from "./fit-options.ts"
import { ImportRunRequest } from "./import-request.ts"
import type { Candidate, StoredRun } from "./run-store.ts"

/** A run being driven: its lease's holder, what it asks for, and the dataset as it was when the driver began. */
type Import = {
  run: StoredRun
  owner: string
  request: ImportRunRequest
  dataset: Dataset
  report: (progress: RunProgress) => void
  signal: AbortSignal
}

/**
 * Turns a run's file into a data version and publishes it, or leaves that to a person: readers see the old data or
 * the new, never a mix. Faults on our side are tried again; faults of the file are an outcome.
 * @throws AppError when trying again did not help; the signal's reason when aborted.
 */
export async function importData(
  run: StoredRun,
  owner: string,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const request = ImportRunRequest.parse(run.request)
  const dataset = run.datasetId ? await getDataset(run.datasetId) : null
  if (!dataset) return datasetGone
  const work: Import = { run, owner, request, dataset, report, signal }
  if (request.source?.type !== "s3")
    return importUploaded(work, request.uploadId, request.source ?? { type: "upload", filename: request.filename })
  const { source } = request
  const { etag, sizeBytes } = await withRetries(signal, () => headSource(source, signal))
  if (isSameAsBefore(dataset.dataVersion, { ...source, etag }, request.options))
    return { status: "succeeded", outcome: "unchanged" }
  const upload = await withRetries(signal, () =>
    copyToUpload(
      { ...source, etag },
      sizeBytes,
      (done) => report({ stage: "fetching", done, total: sizeBytes }),
      signal,
    ),
  )
  try {
    return await importUploaded(work, upload.uploadId, { ...source, etag })
  } finally {
    await forget(upload)
  }
}

async function importUploaded(
  { run, owner, request, dataset, report, signal }: Import,
  uploadId: StoredUpload["uploadId"] | undefined,
  source: DatasetSource,
): Promise<Outcome> {
  if (!uploadId) throw new Error("a run without an upload or a source")
  const before = dataset.dataVersion
  const { filename, mode } = request
  const job = { requestId: run.id, principal: run.startedBy, uploadId, filename }
  const options = request.optionsInherited ? await fitInheritedOptions(job, request.options, signal) : request.options
  const result = await convertUpload(
    {
      ...job,
      priority: "preview",
      runId: run.id,
      datasetId: dataset.id,
      options,
      ...(mode === "append" && before && { appendTo: before.id }),
    },
    report,
    signal,
  )
  if ("failure" in result) {
    const { code, message, line, column } = result.failure
    return { status: "failed", error: { code, message, line, column } }
  }
  const candidate: Omit<Candidate, "expectedDataVersionNumber"> = {
    dataVersion: dataVersionOf(run, request, options, source, result),
  }
  if (signal.aborted) {
    await deleteCandidate(run, candidate)
    signal.throwIfAborted()
  }
  if (before) {
    const review = await reviewOf(dataset, before, candidate.dataVersion, mode)
    if (request.confirm === "always" || !isUnchanged(review.diff))
      return {
        status: "awaiting_confirmation",
        review,
        candidate: { ...candidate, expectedDataVersionNumber: before.number },
      }
  }
  const { sizeBytes } = result.report
  const progress = { stage: "publishing", done: sizeBytes, total: sizeBytes } as const
  report(progress)
  try {
    await publishDataVersion({
      datasetId: dataset.id,
      expectedDataVersionNumber: before?.number ?? null,
      dataVersion: { ...candidate.dataVersion, publishedAt: new Date().toISOString() },
      source,
      run: { id: run.id, ender: { owner }, progress },
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error
    await deleteCandidate(run, candidate)
    if (error.code === "not_found") return datasetGone
    return { status: "failed", error: { code: error.code, message: error.message } }
  }
  await recordPublication(run, dataset, candidate.dataVersion.rowCount)
  return { status: "published" }
}

function dataVersionOf(
  run: StoredRun,
  { mode }: ImportRunRequest,
  options: ImportOptions,
  source: DatasetSource,
  { report, dataVersionId }: Converted,
): Candidate["dataVersion"] {
  const { columns, rowCount, sizeBytes, warnings, sortedBy, sha256 } = report
  return {
    id: dataVersionId,
    columns,
    rowCount,
    sizeBytes,
    warnings,
    runId: run.id,
    source,
    mode,
    restoredFrom: null,
    sortedBy,
    sha256,
    options,
  }
}

async function reviewOf(
  dataset: Dataset,
  before: DataVersion,
  after: Candidate["dataVersion"],
  mode: ImportRunRequest["mode"],
) {
  const diff = diffSchemas(before.columns, after.columns)
  const concerned = [...diff.removed, ...diff.changed].map(({ name }) => name)
  return {
    mode,
    diff,
    rowsBefore: before.rowCount,
    rowsAfter: after.rowCount,
    warnings: after.warnings,
    readers: await readColumnReaders(dataset.id, concerned),
  }
}

/** The same file, read in the same way, is what the current version was made of: there is nothing to do. */
function isSameAsBefore(before: DataVersion | null, source: DatasetSource, options: ImportOptions): boolean {
  return (
    before?.source?.type === "s3" &&
    canonicalJson(before.source) === canonicalJson(source) &&
    canonicalJson(before.options) === canonicalJson(options)
  )
}

const datasetGone: Outcome = {
  status: "cancelled",
  error: { code: "not_found", message: "The dataset was deleted before its import had ended." },
}
