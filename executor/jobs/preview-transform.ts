import { AppError } from "#lib/domain/app-error.ts"
import type { TransformFailure, TransformPreview, TransformPreviewRequest } from "#lib/domain/job-contract.ts"
import { LogAllowance } from "./log-allowance.ts"
import { failureOf } from "./transform-dataset.ts"
import { failureOfError, isOurs } from "./transform-failure.ts"
import { runSealed, SealedTransform, type Transformer } from "./transform-sandbox.ts"

/**
 * What a transform returns for the first rows of its inputs. What is wrong with it is part of the answer. Throws
 * AppError "unavailable" when the queue is full or there is no sandbox.
 */
export async function previewTransform(
  transformer: Transformer,
  request: TransformPreviewRequest,
  signal: AbortSignal,
): Promise<TransformPreview> {
  const beganAt = performance.now()
  const [ticket] = transformer.previewQueue.admit(request, 1)
  if (!ticket) throw new AppError("internal", "no place in the queue was given")
  let ended = "failed"
  try {
    const found = await ticket.run(() => preview(transformer, request, signal), signal)
    ended = found.error?.code ?? "ok"
    return { ...found, totalMs: Math.round(performance.now() - beganAt) }
  } catch (error) {
    if (error instanceof AppError || signal.aborted) throw error
    const failure = failureOfError(error, false)
    if (isOurs(failure)) transformer.log.error({ err: error }, "a transform's preview failed")
    ended = failure.code
    return { ...nothing(""), error: failure, totalMs: Math.round(performance.now() - beganAt) }
  } finally {
    ticket.release()
    const totalMs = performance.now() - beganAt
    transformer.metrics.jobFinished("transform_preview", ended, totalMs)
    const { requestId, principal } = request
    transformer.log.info({ requestId, principal, outcome: ended, totalMs: Math.round(totalMs) }, "transform preview")
  }
}

function preview(
  transformer: Transformer,
  request: TransformPreviewRequest,
  signal: AbortSignal,
): Promise<Omit<TransformPreview, "totalMs">> {
  const allowance = new LogAllowance()
  let stdout = ""
  const listener = {
    signal,
    onLog: (text: string) => {
      stdout += allowance.take(text)
    },
  }
  const limits = { ...transformer.limits, timeoutMs: transformer.previewTimeoutMs }
  return runSealed(transformer, request, listener, async (sealed) => {
    const error: TransformFailure | null = failureOf({ ...transformer, limits }, sealed)
    const answer = sealed.outcome.ok ? SealedTransform.safeParse(sealed.outcome.result).data : undefined
    if (answer && "preview" in answer)
      return { ...answer.preview, stdout, ...(error ? { error } : { error: undefined }) }
    if (!error) throw new Error("a transform's process answered another question")
    return { ...nothing(stdout), error }
  })
}

const nothing = (stdout: string) => ({ columns: [], rows: [], rowCount: 0, inputs: [], stdout, warnings: [] })
