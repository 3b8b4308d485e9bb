import type { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import { PreviewResponse, ValuesResponse, type PreviewRequest, type ValuesRequest } from "#lib/domain/job-contract.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue } from "../queue/job-queue.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import type { CardLimits } from "./card-error.ts"
import type { DatasetCache } from "./dataset-cache.ts"

export type Querier = {
  sandbox: Sandbox
  datasets: DatasetCache
  queue: JobQueue
  limits: CardLimits
  log: Log
  metrics: Metrics
}

/** The first rows of a dataset version. Throws AppError "not_found" | "unavailable". */
export const previewDataset = (querier: Querier, request: PreviewRequest, signal: AbortSignal) =>
  query(querier, "preview", request, PreviewResponse, signal)

/** A column's distinct values. Throws AppError "not_found" | "unavailable", and "validation_failed" for an unknown column. */
export const columnValues = (querier: Querier, request: ValuesRequest, signal: AbortSignal) =>
  query(querier, "values", request, ValuesResponse, signal)

async function query<Schema extends z.ZodType>(
  querier: Querier,
  kind: "preview" | "values",
  request: PreviewRequest | ValuesRequest,
  schema: Schema,
  signal: AbortSignal,
): Promise<z.infer<Schema>> {
  const beganAt = performance.now()
  const priority = ("priority" in request && request.priority) || "preview"
  const [ticket] = querier.queue.admit({ principal: request.principal, priority }, 1)
  if (!ticket) throw new AppError("internal", "no place in the queue was given")
  let outcome: SandboxOutcome | null = null
  try {
    const data = await querier.datasets.lease(request.datasetId, request.dataVersionId)
    try {
      outcome = await ticket.run(() => runQuery(querier, kind, request, signal), signal)
    } finally {
      data.release()
    }
    if (outcome.ok) return schema.parse(outcome.result)
    throw errorOf(outcome, querier.limits)
  } finally {
    ticket.release()
    const totalMs = performance.now() - beganAt
    const ended = outcome === null ? "failed" : outcome.ok ? "ok" : outcome.reason
    querier.metrics.jobFinished(kind, ended, totalMs)
    querier.log.info(
      { requestId: request.requestId, principal: request.principal, outcome: ended, totalMs: Math.round(totalMs) },
      kind,
    )
  }
}

async function runQuery(
  querier: Querier,
  kind: "preview" | "values",
  request: PreviewRequest | ValuesRequest,
  signal: AbortSignal,
): Promise<SandboxOutcome> {
  const { timeoutMs, memoryBytes, outputBytes } = querier.limits
  const job = await querier.sandbox.run(
    {
      kind,
      deadlineMs: timeoutMs,
      memoryBytes,
      files: [{ kind: "data", id: request.dataVersionId }],
      body: request,
      answerBytes: outputBytes * 4,
    },
    { signal },
  )
  const outcome = await job.outcome
  await job.ended
  return outcome
}

function errorOf(outcome: Extract<SandboxOutcome, { ok: false }>, limits: CardLimits): AppError {
  const { failure } = outcome
  if (failure?.code === "unknown_column" || failure?.code === "validation_failed")
    return new AppError("validation_failed", failure.message)
  if (outcome.reason === "timeout")
    return new AppError("unavailable", `Reading the data took longer than ${limits.timeoutMs / 1000} s.`, {
      retryAfterSeconds: 5,
    })
  if (
    outcome.reason === "lost" ||
    outcome.reason === "killed" ||
    outcome.reason === "crashed" ||
    outcome.reason === "missing_file"
  )
    return new AppError("unavailable", "The sandbox restarted while the data was read. Try again.", {
      retryAfterSeconds: 1,
    })
  return new AppError("internal", "The data could not be read.", {
    cause: new Error(failure?.message ?? outcome.reason),
  })
}
