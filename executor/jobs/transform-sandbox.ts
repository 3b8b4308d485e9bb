import { rm } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import { newId } from "#lib/domain/ids.ts"
import {
  TransformFailure,
  TransformPreview,
  TransformReport,
  type TransformPreviewRequest,
  type TransformRequest,
} from "#lib/domain/job-contract.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue } from "../queue/job-queue.ts"
import type { JobListener, SandboxOutcome } from "../sandbox/messages.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import { openScratchFile } from "../sandbox/scratch-file.ts"
import { createScratch, type WorkDir } from "../sandbox/work-dir.ts"
import type { DatasetCache } from "./dataset-cache.ts"
import type { Lease } from "./shared-cache.ts"
import { InputMissing, type TransformLimits } from "./transform-failure.ts"

/** Report, or 100 rows of 2,000 columns, and the log. */
const ANSWER_BYTES = 64 * 1024 ** 2
const LAST_WORDS_BYTES = 4096

export type Transformer = {
  sandbox: Sandbox
  datasets: DatasetCache
  store: ObjectStore
  dir: WorkDir
  /** Previews have slots of their own: somebody waits for them. */
  queue: JobQueue
  previewQueue: JobQueue
  limits: TransformLimits
  previewTimeoutMs: number
  log: Log
  metrics: Metrics
}

const SealedFailure = TransformFailure.omit({ retryable: true, peakMemoryBytes: true })

/** What the process inside says: it sees neither its own memory from outside nor the object that will be. */
export const SealedTransform = z.union([
  z.object({ report: TransformReport.omit({ sha256: true, peakMemoryBytes: true }) }),
  z.object({
    preview: TransformPreview.omit({ stdout: true, totalMs: true, error: true }).extend({
      error: SealedFailure.optional(),
    }),
  }),
  z.object({ error: SealedFailure }),
])

export type Sealed = {
  outcome: SandboxOutcome
  /** By the kernel's word, the libraries that every process begins with included. */
  peakMemoryBytes?: number
  /** Of its process, natively: the end of it, and no more trustworthy than its code. */
  lastWords: string
}

/**
 * Runs a transform's code over its inputs in a process of its own. `begun` is told of its scratch folder; `use` sees what
 * it left there. The folder is gone afterwards. Throws InputMissing, AppError "unavailable".
 */
export async function runSealed<Result>(
  transformer: Transformer,
  request: TransformRequest | TransformPreviewRequest,
  listener: JobListener,
  use: (sealed: Sealed, scratch: string) => Promise<Result>,
  begun: (scratch: string) => void = () => {},
): Promise<Result> {
  const { memoryBytes, outputBytes, timeoutMs } = transformer.limits
  const leases: Lease<unknown>[] = []
  // Not the run's id: a run that was taken over may still be ending here.
  const scratchName = newId("run")
  const scratch = await createScratch(transformer.dir, scratchName)
  try {
    for (const { alias, datasetId, dataVersionId } of request.inputs)
      leases.push(
        await transformer.datasets.lease(datasetId, dataVersionId).catch((error: unknown) => {
          throw error instanceof AppError && error.code === "not_found" ? new InputMissing(alias) : error
        }),
      )
    listener.signal?.throwIfAborted()
    const job = await transformer.sandbox.run(
      {
        kind: "transform",
        deadlineMs: "sampleRows" in request ? transformer.previewTimeoutMs : timeoutMs,
        memoryBytes,
        files: request.inputs.map(({ dataVersionId }) => ({ kind: "data", id: dataVersionId })),
        scratch: scratchName,
        // The result, and as much again for what is set aside while it is made.
        scratchBytes: outputBytes * 2,
        body: { ...request, limits: { memoryBytes, outputBytes } },
        answerBytes: ANSWER_BYTES,
      },
      listener,
    )
    begun(scratch)
    const outcome = await job.outcome
    const exit = await job.ended
    const peak = exit?.maxRssBytes ? { peakMemoryBytes: exit.maxRssBytes } : {}
    return await use({ outcome, ...peak, lastWords: outcome.ok ? "" : await lastWordsIn(scratch) }, scratch)
  } finally {
    for (const lease of leases) lease.release()
    await rm(scratch, { recursive: true, force: true })
  }
}

async function lastWordsIn(scratch: string): Promise<string> {
  const file = await openScratchFile(path.join(scratch, "stderr")).catch(() => null)
  if (!file) return ""
  try {
    const bytes = Buffer.alloc(Math.min(file.sizeBytes, LAST_WORDS_BYTES))
    const { bytesRead } = await file.handle.read(bytes, 0, bytes.length, file.sizeBytes - bytes.length)
    return bytes.toString("utf8", 0, bytesRead)
  } finally {
    await file.handle.close()
  }
}
