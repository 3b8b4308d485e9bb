import { rm } from "node:fs/promises"
import path from "node:path"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import type { ExportRequest } from "#lib/domain/job-contract.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue } from "../queue/job-queue.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import { openScratchFile, type ScratchFile } from "../sandbox/scratch-file.ts"
import { createScratch, type WorkDir } from "../sandbox/work-dir.ts"
import { formatBytes } from "./card-error.ts"
import type { DatasetCache } from "./dataset-cache.ts"

const ANSWER_BYTES = 1024 ** 2

export type Exporter = {
  sandbox: Sandbox
  datasets: DatasetCache
  dir: WorkDir
  queue: JobQueue
  limits: { timeoutMs: number; memoryBytes: number; scratchBytes: number }
  log: Log
  metrics: Metrics
}

/**
 * A dataset version as a CSV file, written whole before its first byte is given: an answer that has begun cannot break
 * off for a reason of ours, and a slow reader holds no place in the queue. The file has no name any more; closing its
 * handle frees the disk. Throws AppError "not_found" | "too_large" | "unavailable".
 */
export async function exportDataset(
  exporter: Exporter,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<ScratchFile> {
  const beganAt = performance.now()
  const [ticket] = exporter.queue.admit({ principal: request.principal, priority: "preview" }, 1)
  if (!ticket) throw new AppError("internal", "no place in the queue was given")
  let ended = "failed"
  try {
    const data = await exporter.datasets.lease(request.datasetId, request.dataVersionId)
    try {
      const file = await ticket.run(() => write(exporter, request, signal), signal)
      ended = "ok"
      return file
    } finally {
      data.release()
    }
  } catch (error) {
    if (signal.aborted) ended = "cancelled"
    throw error
  } finally {
    ticket.release()
    const totalMs = performance.now() - beganAt
    exporter.metrics.jobFinished("export", ended, totalMs)
    exporter.log.info(
      { requestId: request.requestId, principal: request.principal, outcome: ended, totalMs: Math.round(totalMs) },
      "export",
    )
  }
}

async function write(exporter: Exporter, request: ExportRequest, signal: AbortSignal): Promise<ScratchFile> {
  const { limits } = exporter
  const scratchName = newId("run")
  const scratch = await createScratch(exporter.dir, scratchName)
  try {
    const job = await exporter.sandbox.run(
      {
        kind: "export",
        deadlineMs: limits.timeoutMs,
        memoryBytes: limits.memoryBytes,
        files: [{ kind: "data", id: request.dataVersionId }],
        scratch: scratchName,
        scratchBytes: limits.scratchBytes,
        body: request,
        answerBytes: ANSWER_BYTES,
      },
      { signal },
    )
    const outcome = await job.outcome
    await job.ended
    if (!outcome.ok) throw errorOf(outcome, exporter)
    return await openScratchFile(path.join(scratch, "data.csv"))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function errorOf(outcome: Extract<SandboxOutcome, { ok: false }>, { limits }: Exporter): AppError {
  if (outcome.failure?.code === "file_too_large") return tooLarge(limits.scratchBytes)
  if (outcome.failure?.code === "disk_full")
    return new AppError("unavailable", "The disk of the machine that exports is full. Ask the operator to make room.", {
      retryAfterSeconds: 60,
    })
  switch (outcome.reason) {
    case "scratch_full":
      return tooLarge(limits.scratchBytes)
    case "timeout":
      return new AppError(
        "too_large",
        `Writing the CSV file took longer than ${limits.timeoutMs / 1000} s. Download the data as Parquet instead.`,
      )
    case "lost":
    case "killed":
    case "missing_file":
      return new AppError("unavailable", "The sandbox restarted while the file was written. Try again.", {
        retryAfterSeconds: 1,
      })
    default:
      return new AppError("internal", "The data could not be written as CSV.", {
        cause: new Error(outcome.failure?.message ?? outcome.reason),
      })
  }
}

const tooLarge = (scratchBytes: number) =>
  new AppError(
    "too_large",
    `As CSV the data need more than ${formatBytes(scratchBytes)} of disk. Download them as Parquet instead.`,
  )
