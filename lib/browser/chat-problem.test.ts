import { expect, test } from "vitest"
import { ApiError } from "./api.ts"
import { chatProblemOf } from "./chat-problem.ts"

const NOW = new Date("2026-03-01T12:00:00Z")

test.each<[string, Error, ReturnType<typeof chatProblemOf>]>([
  [
    "a limit says when asking goes on",
    new ApiError("you have asked 5 questions within a minute", {
      status: 429,
      code: "rate_limited",
      retryAfterSeconds: 30,
    }),
    {
      message: "You have asked 5 questions within a minute.",
      againAt: new Date("2026-03-01T12:00:30Z"),
      again: "resend",
    },
  ],
  [
    "what was refused for good is not offered again",
    new ApiError("there is no such dashboard", { status: 404, code: "not_found" }),
    { message: "There is no such dashboard.", againAt: null, again: null },
  ],
  [
    "a cut connection is asked again without the question",
    new TypeError("network error"),
    { message: "The connection broke off before the answer was whole.", againAt: null, again: "retry" },
  ],
  [
    "the server's own sentence is shown",
    new Error("The model does not answer at the moment."),
    { message: "The model does not answer at the moment.", againAt: null, again: "retry" },
  ],
  [
    "what a parser says is not",
    Object.assign(new Error("Type validation failed: Value: {"), { name: "AI_TypeValidationError" }),
    {
      message: "The answer could not be read. Ask again; if that does not help, reload the page.",
      againAt: null,
      again: "retry",
    },
  ],
])("%s", (_, error, problem) => expect(chatProblemOf(error, NOW)).toEqual(problem))
