import { stat } from "node:fs/promises"
import path from "node:path"
import { AppError } from "#lib/domain/app-error.ts"
import {
  ImportStage,
  type TransformEvent,
  type TransformFailure,
  type TransformRequest,
} from "#lib/domain/job-contract.ts"
import type { Ticket } from "../queue/job-queue.ts"
import type { SealedProgress } from "../sandbox/messages.ts"
import { EventStream } from "./event-stream.ts"
import { LogAllowance } from "./log-allowance.ts"
import { beginVersion, type VersionInMaking } from "./store-version.ts"
import {
  failureOfError,
  failureOfOutcome,
  isOurs,
  MALFORMED,
  memoryFailure,
  outputFailure,
} from "./transform-failure.ts"
import { runSealed, SealedTransform, type Sealed, type Transformer } from "./transform-sandbox.ts"

/**
 * Runs a transform and stores what it returned as a dataset version. Gives progress and what the code prints, then one
 * report or one failure. Throws AppError "unavailable" at once when the queue is full.
 */
export function transformDataset(
  transformer: Transformer,
  request: TransformRequest,
  signal: AbortSignal,
): AsyncIterable<TransformEvent> {
  const [ticket] = transformer.queue.admit(request, 1)
  if (!ticket) throw new AppError("internal", "no place in the queue was given")
  const events = new EventStream<TransformEvent>()
  events.push({ progress: { stage: "queued", done: 0, total: 0 } })
  void finish(transformer, request, ticket, events, signal)
  return events
}

async function finish(
  transformer: Transformer,
  request: TransformRequest,
  ticket: Ticket,
  events: EventStream<TransformEvent>,
  signal: AbortSignal,
) {
  const beganAt = performance.now()
  let last: TransformEvent
  try {
    last = await ticket.run(() => run(transformer, request, events, signal), signal)
  } catch (error) {
    const failure = failureOfError(error, signal.aborted)
    if (isOurs(failure)) transformer.log.error({ err: error }, "a transform failed")
    last = { failure }
  }
  ticket.release()
  events.push(last)
  events.end()
  const outcome = "failure" in last ? last.failure.code : "ok"
  const totalMs = performance.now() - beganAt
  transformer.metrics.jobFinished("transform", outcome, totalMs)
  const { requestId, principal, runId } = request
  const rows = "report" in last ? { rowCount: last.report.rowCount, sizeBytes: last.report.sizeBytes } : {}
  transformer.log.info({ requestId, principal, runId, outcome, ...rows, totalMs: Math.round(totalMs) }, "transform")
}

async function run(
  transformer: Transformer,
  request: TransformRequest,
  events: EventStream<TransformEvent>,
  signal: AbortSignal,
): Promise<TransformEvent> {
  events.push({ progress: { stage: "fetching", done: 0, total: 0 } })
  const allowance = new LogAllowance()
  const listener = {
    signal,
    onProgress: (progress: SealedProgress) => events.push(progressEvent(progress)),
    onLog: (text: string) => {
      const log = allowance.take(text)
      if (log !== "") events.push({ log })
    },
  }
  const making: { version?: VersionInMaking } = {}
  const conclude = async (sealed: Sealed, scratch: string): Promise<TransformEvent> => {
    const failed = failureOf(transformer, sealed)
    if (failed) return { failure: { ...failed, ...peakOf(sealed) } }
    const answer = sealed.outcome.ok ? SealedTransform.parse(sealed.outcome.result) : null
    if (!making.version || answer === null || !("report" in answer))
      throw new Error("a transform's process answered another question")
    const { report } = answer
    // The process's own word on its size is not taken for it.
    const sizeBytes = await fileSize(path.join(scratch, "data.parquet"))
    if (sizeBytes === null) return { failure: MALFORMED }
    if (sizeBytes > transformer.limits.outputBytes) return { failure: outputFailure(transformer.limits) }
    signal.throwIfAborted()
    events.push({ progress: { stage: "storing", done: 0, total: sizeBytes, rows: report.rowCount } })
    const stored = await making.version.finish()
    return { report: { ...report, ...stored, peakMemoryBytes: sealed.peakMemoryBytes ?? 0 } }
  }
  const begun = (scratch: string) => {
    making.version = beginVersion(transformer.store, scratch, request)
  }
  try {
    return await runSealed(transformer, request, listener, conclude, begun)
  } finally {
    await making.version?.abandon()
  }
}

/** Why there is nothing to store; null when there is. */
export function failureOf(transformer: Transformer, { outcome, lastWords }: Sealed): TransformFailure | null {
  if (!outcome.ok) {
    const failure = failureOfOutcome(outcome, transformer.limits, lastWords)
    if (isOurs(failure))
      transformer.log.error(
        { reason: outcome.reason, exit: outcome.exit, failure: outcome.failure?.message },
        "a transform failed in its sandbox",
      )
    return failure
  }
  const answer = SealedTransform.safeParse(outcome.result)
  if (!answer.success) return MALFORMED
  const error =
    "error" in answer.data ? answer.data.error : "preview" in answer.data ? answer.data.preview.error : undefined
  if (error === undefined) return null
  // Names the limit, as the process inside rounds it otherwise.
  return { ...error, ...(error.code === "memory_limit" && memoryFailure(transformer.limits)), retryable: false }
}

const fileSize = (file: string): Promise<number | null> =>
  stat(file).then(
    ({ size }) => size,
    () => null,
  )

const peakOf = ({ peakMemoryBytes }: Sealed) => (peakMemoryBytes === undefined ? {} : { peakMemoryBytes })

function progressEvent({ stage: told, done, total, rows }: SealedProgress): TransformEvent {
  const stage = ImportStage.safeParse(told)
  return {
    progress: { stage: stage.success ? stage.data : "running", done, total, ...(rows !== undefined && { rows }) },
  }
}
