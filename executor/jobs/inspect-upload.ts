import { AppError } from "#lib/domain/app-error.ts"
import { ImportFailure, Inspection, type InspectRequest } from "#lib/domain/job-contract.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue } from "../queue/job-queue.ts"
import type { SandboxOutcome } from "../sandbox/messages.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import type { CardLimits } from "./card-error.ts"
import type { UploadCache } from "./upload-cache.ts"

/** 100 rows of 2,000 columns, as text too. */
const ANSWER_BYTES = 64 * 1024 ** 2

export type Inspector = {
  sandbox: Sandbox
  uploads: UploadCache
  queue: JobQueue
  limits: CardLimits
  log: Log
  metrics: Metrics
}

/**
 * What an uploaded head of a file looks like. Throws AppError "validation_failed" with what is wrong with the file,
 * "not_found" when there is no such upload, "unavailable" when the queue is full or the sandbox is coming back.
 */
export async function inspectUpload(
  inspector: Inspector,
  request: InspectRequest,
  signal: AbortSignal,
): Promise<Inspection> {
  const beganAt = performance.now()
  const [ticket] = inspector.queue.admit({ principal: request.principal, priority: "preview" }, 1)
  if (!ticket) throw new AppError("internal", "no place in the queue was given")
  let outcome: SandboxOutcome | null = null
  try {
    const upload = await inspector.uploads.lease(request.uploadId)
    try {
      outcome = await ticket.run(() => inspect(inspector, request, signal), signal)
    } finally {
      upload.release()
    }
    if (outcome.ok) return Inspection.parse(outcome.result)
    throw errorOf(outcome)
  } finally {
    ticket.release()
    const totalMs = performance.now() - beganAt
    const ended = outcome === null ? "failed" : outcome.ok ? "ok" : outcome.reason
    inspector.metrics.jobFinished("inspect", ended, totalMs)
    inspector.log.info(
      { requestId: request.requestId, principal: request.principal, outcome: ended, totalMs: Math.round(totalMs) },
      "inspect",
    )
  }
}

async function inspect({ sandbox, limits }: Inspector, request: InspectRequest, signal: AbortSignal) {
  const job = await sandbox.run(
    {
      kind: "inspect",
      deadlineMs: limits.timeoutMs,
      memoryBytes: limits.memoryBytes,
      files: [{ kind: "upload", id: request.uploadId }],
      body: request,
      answerBytes: ANSWER_BYTES,
    },
    { signal },
  )
  const outcome = await job.outcome
  await job.ended
  return outcome
}

function errorOf(outcome: Extract<SandboxOutcome, { ok: false }>): AppError {
  const refused = ImportFailure.safeParse(outcome.failure)
  if (refused.success && (refused.data.code === "invalid_file" || refused.data.code === "too_large"))
    return new AppError("validation_failed", sentenceOf(refused.data))
  switch (outcome.reason) {
    case "lost":
    case "killed":
    case "missing_file":
      return new AppError("unavailable", "The sandbox restarted while the file was looked at. Try again.", {
        retryAfterSeconds: 1,
      })
    case "timeout":
    case "out_of_memory":
    case "crashed":
      return new AppError("validation_failed", "The beginning of this file could not be read: it may be damaged.")
    default:
      return new AppError("internal", "The file could not be looked at.", {
        cause: new Error(outcome.failure?.message ?? outcome.reason),
      })
  }
}

/** A refusal over HTTP has no field for the line, so the sentence names it. */
function sentenceOf({ message, line }: ImportFailure): string {
  return line === undefined || message.toLowerCase().includes(`line ${line}`) ? message : `Line ${line}: ${message}`
}
