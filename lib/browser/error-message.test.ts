import { expect, test } from "vitest"
import { ApiError } from "./api.ts"
import { errorMessage } from "./error-message.ts"

const apiError = (message: string) => new ApiError(message, { status: 400, code: "validation_failed" })

test.each([
  ["a fragment becomes a sentence", apiError("give the card a name"), "Give the card a name."],
  ["a sentence stays one", apiError("Try again later."), "Try again later."],
  ["an empty message still says something", apiError(""), "It failed without saying why."],
  [
    "what was not meant for readers stays hidden",
    new TypeError("x is undefined"),
    "Something went wrong in this page. Reload it and try again.",
  ],
])("%s", (_, error, message) => expect(errorMessage(error)).toBe(message))
