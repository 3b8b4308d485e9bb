import "server-only"
import { APICallError, RetryError } from "ai"
import type { ChatNotice } from "#lib/domain/chat.ts"

/** What a reader is told when the model does not answer; the log has the rest. */
export function modelFailure(failure: unknown): ChatNotice {
  if (failure === "timeout")
    return { code: "model_unavailable", message: "The model did not answer in time. Try again in a moment." }
  const cause = RetryError.isInstance(failure) ? failure.lastError : failure
  const status = APICallError.isInstance(cause) ? cause.statusCode : statusOf(cause)
  if (status === 429)
    return { code: "model_quota", message: "The model's quota is used up for now. Try again in a minute." }
  if (status === 401 || status === 403)
    return {
      code: "model_unavailable",
      message: "The model refused Cardloom's credentials: whoever operates it must look at its settings for Vertex AI.",
    }
  if (status === 404)
    return {
      code: "model_unavailable",
      message:
        "There is no such model at the place that is set: whoever operates Cardloom must look at CARDLOOM_CHAT_MODEL.",
    }
  if (cause instanceof Error && /credentials/i.test(cause.message))
    return {
      code: "model_unavailable",
      message: "Cardloom has no credentials for Vertex AI: whoever operates it must give it some.",
    }
  return { code: "model_unavailable", message: UNREACHABLE }
}

const UNREACHABLE = "The model can't be reached, or failed. Try again in a moment."

/** The same to somebody without an account, who is not told what the operator has set up wrongly. */
export const failureForPublic = ({ code, message }: ChatNotice): ChatNotice => ({
  code,
  message: code === "model_unavailable" ? UNREACHABLE : message,
})

const statusOf = (error: unknown): number | undefined =>
  typeof error === "object" && error !== null && "statusCode" in error && typeof error.statusCode === "number"
    ? error.statusCode
    : undefined

/** What the log is told of a failure: not the error itself, which holds all that the model was sent. */
export function failureForLog(failure: unknown): { name: string; message: string; status: number | null } {
  const cause = RetryError.isInstance(failure) ? failure.lastError : failure
  const { name, message } = cause instanceof Error ? cause : { name: typeof cause, message: String(cause) }
  return { name, message: message.slice(0, 500), status: statusOf(cause) ?? null }
}
