import { ApiError } from "./api.ts"
import { errorMessage } from "./error-message.ts"

/** Why there is no answer, or only part of one, and how to go on. */
export type ChatProblem = {
  message: string
  /** When asking again may succeed; null = at once, or nobody knows. */
  againAt: Date | null
  /** `resend`: the question never arrived; `retry`: the server has it; null: asking again would change nothing. */
  again: "resend" | "retry" | null
}

const HOPELESS: readonly ApiError["code"][] = [
  "validation_failed",
  "unauthorized",
  "forbidden",
  "not_found",
  "too_large",
]

/** What a question's failure means to the person who asked. `now` is when it failed. */
export function chatProblemOf(error: Error, now: Date): ChatProblem {
  if (error instanceof ApiError) {
    const { retryAfterSeconds, code } = error
    return {
      message: errorMessage(error),
      againAt: retryAfterSeconds === undefined ? null : new Date(now.getTime() + retryAfterSeconds * 1000),
      again: HOPELESS.includes(code) ? null : "resend",
    }
  }
  if (error instanceof TypeError)
    return { message: "The connection broke off before the answer was whole.", againAt: null, again: "retry" }
  // The stream's own error carries a sentence of the server; whatever else is thrown is about the stream itself.
  const message = error.name === "Error" && error.message !== "" ? error.message : UNREADABLE
  return { message, againAt: null, again: "retry" }
}

const UNREADABLE = "The answer could not be read. Ask again; if that does not help, reload the page."
