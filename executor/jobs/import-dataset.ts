import { rm } from "node:fs/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import {
  ImportFailure,
  ImportReport,
  ImportStage,
  type ImportEvent,
  type ImportRequest,
} from "#lib/domain/job-contract.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue, Ticket } from "../queue/job-queue.ts"
import type { SandboxJob, SandboxOutcome, SealedProgress } from "../sandbox/messages.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import { createScratch, type WorkDir } from "../sandbox/work-dir.ts"
import { formatBytes } from "./card-error.ts"
import type { DatasetCache } from "./dataset-cache.ts"
import { EventStream } from "./event-stream.ts"
import type { Lease } from "./shared-cache.ts"
import { storeVersion } from "./store-version.ts"
import type { UploadCache } from "./upload-cache.ts"

const ANSWER_BYTES = 8 * 1024 ** 2

/** `textBytes`: what a compressed file may unfold to. */
type ImportLimits = { timeoutMs: number; memoryBytes: number; scratchBytes: number; textBytes: number }
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
    last = { failure: failureOfError(error, signal, importer) }
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
    if (!outcome.ok) return { failure: failureOfOutcome(outcome, importer) }
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

function failureOfOutcome(outcome: Extract<SandboxOutcome, { ok: false }>, importer: Importer): ImportFailure {
  const { limits } = importer
  switch (outcome.reason) {
    case "failed": {
      const told = ImportFailure.safeParse(outcome.failure)
      if (told.success && told.data.code !== "memory_limit") return told.data
      if (outcome.failure?.code === "memory_limit") return memoryFailure(limits)
      importer.log.error({ failure: outcome.failure?.message }, "an import failed inside the sandbox")
      return internalFailure()
    }
    case "timeout":
      return { code: "timeout", message: `The import took longer than ${limits.timeoutMs / 1000} s.`, retryable: false }
    case "out_of_memory":
      return memoryFailure(limits)
    case "scratch_full":
      return {
        code: "too_large",
        message: `The import needed more than ${formatBytes(limits.scratchBytes)} of disk.`,
        retryable: false,
      }
    case "cancelled":
    case "disconnected":
      return { code: "cancelled", message: "The import was cancelled.", retryable: true }
    case "crashed":
      if ((outcome.exit?.maxRssBytes ?? 0) > limits.memoryBytes * 0.7) return memoryFailure(limits)
      // By a signal: native code met bytes that it was not made for, and would meet them again.
      if (outcome.exit?.signal) return crashFailure()
      return internalFailure()
    default:
      importer.log.error({ reason: outcome.reason, exit: outcome.exit }, "an import's process was lost")
      return internalFailure()
  }
}

function failureOfError(error: unknown, signal: AbortSignal, importer: Importer): ImportFailure {
  if (signal.aborted) return { code: "cancelled", message: "The import was cancelled.", retryable: true }
  if (error instanceof AppError && error.code === "not_found")
    return { code: "internal", message: error.message, retryable: false }
  if (error instanceof AppError && error.code === "unavailable")
    return { code: "internal", message: error.message, retryable: true }
  importer.log.error({ err: error }, "an import failed")
  return internalFailure()
}

const memoryFailure = (limits: ImportLimits): ImportFailure => ({
  code: "memory_limit",
  message: `The import needed more than ${formatBytes(limits.memoryBytes)} of memory.`,
  retryable: false,
})

const crashFailure = (): ImportFailure => ({
  code: "invalid_file",
  message:
    "The program that reads such files crashed on this one, so it is probably damaged. Write the file again, or export it as CSV.",
  retryable: false,
})

const internalFailure = (): ImportFailure => ({
  code: "internal",
  message: "The platform failed to import this file. Try again; if it fails again, the operator's log says why.",
  retryable: true,
})
