import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Staleness } from "#lib/domain/dataset.ts"
import { newId, type DatasetId } from "#lib/domain/ids.ts"
import type { TransformFailure, TransformReport, TransformRequest } from "#lib/domain/job-contract.ts"
import type { RunError, RunProgress } from "#lib/domain/run.ts"
import { diffSchemas } from "#lib/domain/schema-diff.ts"
import { readColumnReaders } from "../datasets/column-readers.ts"
import { getDataset, getDatasets, markDataset, publishDataVersion } from "../datasets/dataset-store.ts"
import { transformData } from "../executor/executor-client.ts"
import { outputDatasetIdOf } from "../transforms/derived-ids.ts"
import { describeInputChanges } from "../transforms/input-changes.ts"
import { readInputVersions } from "../transforms/read-inputs.ts"
import { getTransformHead, getTransformVersion, type TransformHead } from "../transforms/transform-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { webEnv } from "../web-env.ts"
import { withRetries } from "./with-retries.ts"
import { deleteCandidate } from "./delete-candidate.ts"
import type { Outcome } from "./finish-run.ts"
import { recordPublication } from "./record-publication.ts"
import { openRunLog, type RunLog } from "./run-log.ts"
import { getRun, noteInputs, type Candidate, type RunNumbers, type StoredRun } from "./run-store.ts"

/** How often what is published meanwhile is compared with anew. */
const MAX_PUBLICATIONS = 5

type Made = { dataVersion: Candidate["dataVersion"]; numbers: RunNumbers }

/**
 * Runs a transform and publishes what it makes, or leaves that to a person: readers see the old data or the new, never
 * a mix. Faults on our side are tried again; faults of the author are an outcome.
 * @throws AppError when trying again did not help; the signal's reason when aborted.
 */
export async function driveTransform(
  run: StoredRun,
  owner: string,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const { transformId, transformVersion } = run
  if (!transformId || !transformVersion) throw new Error("a transform's run that names no transform")
  const head = await getTransformHead(transformId)
  const version = await getTransformVersion(transformId, transformVersion)
  if (!head || !version) return transformGone
  const read = await readInputVersions(version.inputs, await readAsker(head.ownerId))
  if ("error" in read) return { status: "failed", error: read.error }
  const inputVersions = run.inputVersions ?? read.inputVersions
  if (!run.inputVersions && !(await noteInputs(run.id, owner, inputVersions)))
    throw new AppError("conflict", "This run is somebody else's by now.")
  const datasetId = head.outputDatasetId ?? outputDatasetIdOf(transformId)
  const runLog = await openRunLog(run.id, run.attempt)
  try {
    const { language, code, params } = version
    const request = {
      requestId: run.id,
      principal: head.ownerId,
      priority: run.cause?.type === "manual" ? ("preview" as const) : ("scheduled" as const),
      timezone: webEnv().CARDLOOM_TIMEZONE,
      language,
      code,
      params,
      inputs: inputVersions.map(({ alias, datasetId: id, dataVersionId }) => ({ alias, datasetId: id, dataVersionId })),
      runId: run.id,
      datasetId,
    }
    // Each attempt has an object of its own, so that a straggler of an earlier one can't touch it.
    const result = await withRetries(signal, () =>
      runOnce({ ...request, dataVersionId: newId("dv") }, runLog, report, signal),
    )
    if ("failure" in result) {
      signal.throwIfAborted()
      const error = errorOf(result.failure)
      const hint = error.hint ?? (await describeInputChanges(transformId, inputVersions))
      return { status: "failed", error: { ...error, ...(hint && { hint }) } }
    }
    const made = madeBy(run, transformId, datasetId, result)
    if (signal.aborted) {
      await deleteCandidate({ id: run.id, datasetId }, made)
      signal.throwIfAborted()
    }
    return await publish({
      run,
      inputs: inputVersions,
      owner,
      head,
      datasetId,
      made,
      allowSchemaChange: version.allowSchemaChange,
      report,
    })
  } finally {
    await runLog.close()
  }
}

type Reported = { report: TransformReport; dataVersionId: TransformRequest["dataVersionId"] }

async function runOnce(
  request: TransformRequest,
  runLog: RunLog,
  report: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Reported | { failure: TransformFailure }> {
  for await (const event of transformData(request, signal)) {
    if ("progress" in event) report(event.progress)
    else if ("log" in event) runLog.add(event.log)
    else if ("report" in event) return { report: event.report, dataVersionId: request.dataVersionId }
    else if (event.failure.retryable) throw new AppError("unavailable", event.failure.message)
    else return { failure: event.failure }
  }
  throw new AppError("unavailable", "The executor broke off the transform.")
}

type Publishing = {
  run: StoredRun
  inputs: NonNullable<StoredRun["inputVersions"]>
  owner: string
  head: TransformHead
  datasetId: DatasetId
  made: Made
  allowSchemaChange: boolean
  report: (progress: RunProgress) => void
}

async function publish(publishing: Publishing): Promise<Outcome> {
  const { run, owner, head, datasetId, made, report } = publishing
  const { dataVersion, numbers } = made
  const progress = { stage: "publishing", done: dataVersion.sizeBytes, total: dataVersion.sizeBytes } as const
  report(progress)
  for (let attempt = 1; ; attempt += 1) {
    const dataset = await getDataset(datasetId)
    if (head.outputDatasetId && !dataset) {
      await deleteCandidate({ id: run.id, datasetId }, made)
      return outputGone
    }
    const review = dataset?.dataVersion && (await breakingReview(publishing, dataset.dataVersion))
    if (review && dataset?.dataVersion) {
      const candidate = { dataVersion, expectedDataVersionNumber: dataset.dataVersion.number }
      return { status: "awaiting_confirmation", review, candidate, numbers }
    }
    const stale = await inheritedMark(publishing)
    try {
      const published = await publishDataVersion({
        datasetId,
        stale,
        expectedDataVersionNumber: dataset?.dataVersion?.number ?? null,
        dataVersion: { ...dataVersion, publishedAt: new Date().toISOString() },
        ...(dataVersion.source && { source: dataVersion.source }),
        run: { id: run.id, ender: { owner }, progress, ...numbers },
        ...(!dataset && {
          creates: { transformId: head.id, name: head.name, description: "", ownerId: head.ownerId },
        }),
      })
      await recordPublication(run, published, dataVersion.rowCount)
      // What was stale may have become fresh meanwhile, and has told those it knew of then.
      if (stale && (await inheritedMark(publishing)) === undefined)
        await markDataset(datasetId, { from: stale.transformId })
      return { status: "published" }
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "unavailable") throw error
      // Somebody published an older version meanwhile: what was made is still what the inputs give.
      if (error.code === "conflict" && attempt < MAX_PUBLICATIONS && (await isHeldBy(run, owner))) continue
      await deleteCandidate({ id: run.id, datasetId }, made)
      if (error.code === "not_found") return outputGone
      return { status: "failed", error: { code: error.code, message: error.message } }
    }
  }
}

/** Why what is published is no fresher than before: something it was made of is not. */
async function inheritedMark({ inputs, head }: Publishing): Promise<Staleness | undefined> {
  const datasets = await getDatasets(inputs.map(({ datasetId }) => datasetId))
  return (
    datasets.map(({ stale }) => stale).find((stale) => stale !== null && stale.transformId !== head.id) ?? undefined
  )
}

/** What a person must agree to: columns that somebody reads go, or change their type. null when nothing breaks. */
async function breakingReview(
  { datasetId, made: { dataVersion }, allowSchemaChange }: Publishing,
  before: { columns: Candidate["dataVersion"]["columns"]; rowCount: number },
) {
  if (allowSchemaChange) return null
  const diff = diffSchemas(before.columns, dataVersion.columns)
  const concerned = [...diff.removed, ...diff.changed].map(({ name }) => name)
  const readers = await readColumnReaders(datasetId, concerned)
  if (readers.length === 0) return null
  const { rowCount: rowsAfter, warnings } = dataVersion
  return { mode: "replace" as const, diff, rowsBefore: before.rowCount, rowsAfter, warnings, readers }
}

async function isHeldBy(run: StoredRun, owner: string): Promise<boolean> {
  const current = await getRun(run.id)
  return current?.status === "running" && current.leaseOwner === owner && !current.cancelRequested
}

function madeBy(
  run: StoredRun,
  transformId: TransformHead["id"],
  datasetId: DatasetId,
  { report, dataVersionId }: Reported,
): Made {
  const { columns, rowCount, sizeBytes, warnings, sortedBy, sha256, inputRows, peakMemoryBytes } = report
  return {
    dataVersion: {
      id: dataVersionId,
      columns,
      rowCount,
      sizeBytes,
      warnings,
      runId: run.id,
      source: { type: "transform", transformId },
      mode: "replace",
      restoredFrom: null,
      sortedBy,
      sha256,
      options: {},
    },
    numbers: { datasetId, inputRows, outputRows: rowCount, peakMemoryBytes },
  }
}

function errorOf({ code, type, message, line, frames, hint }: TransformFailure): RunError {
  return { code, message: code === "execution_failed" ? `${type}: ${message}` : message, line, frames, hint }
}

const transformGone: Outcome = {
  status: "cancelled",
  error: { code: "not_found", message: "The transform was deleted before its run had ended." },
}
const outputGone: Outcome = {
  status: "cancelled",
  error: { code: "not_found", message: "The dataset this transform makes was deleted before its run had ended." },
}
