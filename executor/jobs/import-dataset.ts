import { rm } from "node:fs/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import { ImportReport, ImportStage, type ImportEvent, type ImportRequest } from "#lib/domain/job-contract.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue, Ticket } from "../queue/job-queue.ts"
import type { SandboxJob, SealedProgress } from "../sandbox/messages.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import { createScratch, type WorkDir } from "../sandbox/work-dir.ts"
import type { DatasetCache } from "./dataset-cache.ts"
import { EventStream } from "./event-stream.ts"
import { failureOfError, failureOfOutcome, isOurs, type ImportLimits } from "./import-failure.ts"
import type { Lease } from "./shared-cache.ts"
import { storeVersion } from "./store-version.ts"
import type { UploadCache } from "./upload-cache.ts"

const ANSWER_BYTES = 8 * 1024 ** 2

/** What the process inside knows: it cannot see the object that will be. */
const SealedReport = ImportReport.omit({ sha256: true })

export type Importer = {
  sandbox: Sandbox
  uploads: UploadCache
  datasets: DatasetCache
  store: ObjectStore
  dir: WorkDir
  queue: JobQueue
  limits: ImportLimits
  log: Log
  metrics: Metrics
}

/**
 * Turns an upload into a dataset version: fetch, convert in the sandbox, store. Gives progress, then one report or
 * one failure. Throws AppError "unavailable" at once when the queue is full.
 */
export function importDataset(
  importer: Importer,
  request: ImportRequest,
  signal: AbortSignal,
): AsyncIterable<ImportEvent> {
  const [ticket] = importer.queue.admit(request, 1)
  if (!ticket) throw new AppError("internal", "no place in the queue was given")
  const events = new EventStream<ImportEvent>()
  events.push({ progress: { stage: "queued", done: 0, total: 0 } })
  void finish(importer, request, ticket, events, signal)
  return events
}

async function finish(
  importer: Importer,
  request: ImportRequest,
  ticket: Ticket,
  events: EventStream<ImportEvent>,
  signal: AbortSignal,
) {
  const beganAt = performance.now()
  let last: ImportEvent
  try {
    last = await ticket.run(() => convert(importer, request, events, signal), signal)
  } catch (error) {
    last = { failure: failureOfError(error, signal.aborted) }
    if (isOurs(last.failure)) importer.log.error({ err: error }, "an import failed")
  }
  ticket.release()
  events.push(last)
  events.end()
  const outcome = "failure" in last ? last.failure.code : "ok"
  const totalMs = performance.now() - beganAt
  importer.metrics.jobFinished("import", outcome, totalMs)
  const rows = "report" in last ? { rowCount: last.report.rowCount, sizeBytes: last.report.sizeBytes } : {}
  importer.log.info(
    {
      requestId: request.requestId,
      principal: request.principal,
      runId: request.runId,
      outcome,
      ...rows,
      totalMs: Math.round(totalMs),
    },
    "import",
  )
}

async function convert(
  importer: Importer,
  request: ImportRequest,
  events: EventStream<ImportEvent>,
  signal: AbortSignal,
): Promise<ImportEvent> {
  events.push({ progress: { stage: "fetching", done: 0, total: 0 } })
  const leases: Lease<unknown>[] = []
  // Not the run's id: a run that was taken over may still be ending here.
  const scratchName = newId("run")
  const scratch = await createScratch(importer.dir, scratchName)
  try {
    leases.push(await importer.uploads.lease(request.uploadId))
    if (request.appendTo) leases.push(await importer.datasets.lease(request.datasetId, request.appendTo))
    const job = await importer.sandbox.run(sandboxJob(importer.limits, request, scratchName), {
      signal,
      onProgress: (progress) => events.push(progressEvent(progress)),
    })
    const outcome = await job.outcome
    await job.ended
    if (!outcome.ok) {
      const failure = failureOfOutcome(outcome, importer.limits)
      const { reason, exit } = outcome
      if (isOurs(failure))
        importer.log.error({ reason, exit, failure: outcome.failure?.message }, "an import failed in its sandbox")
      return { failure }
    }
    const report = SealedReport.parse(outcome.result)
    signal.throwIfAborted()
    events.push({ progress: { stage: "storing", done: 0, total: report.sizeBytes, rows: report.rowCount } })
    return { report: { ...report, ...(await storeVersion(importer.store, scratch, request)) } }
  } finally {
    for (const lease of leases) lease.release()
    await rm(scratch, { recursive: true, force: true })
  }
}

function sandboxJob(limits: ImportLimits, request: ImportRequest, scratch: string): SandboxJob {
  return {
    kind: "import",
    deadlineMs: limits.timeoutMs,
    memoryBytes: limits.memoryBytes,
    files: [
      { kind: "upload", id: request.uploadId },
      ...(request.appendTo ? [{ kind: "data" as const, id: request.appendTo }] : []),
    ],
    scratch,
    scratchBytes: limits.scratchBytes,
    body: { ...request, limits: { textBytes: limits.textBytes, memoryBytes: limits.memoryBytes } },
    answerBytes: ANSWER_BYTES,
  }
}

function progressEvent(progress: SealedProgress): ImportEvent {
  const stage = ImportStage.safeParse(progress.stage)
  const { done, total, rows } = progress
  return {
    progress: { stage: stage.success ? stage.data : "converting", done, total, ...(rows !== undefined && { rows }) },
  }
}
