import { APICallError, RetryError } from "ai"
import { expect, test } from "vitest"
import { failureForLog, failureForPublic, modelFailure } from "./model-failure.ts"

const answered = (statusCode: number) =>
  new APICallError({ message: "no", url: "http://model", requestBodyValues: {}, statusCode })

test.each([
  ["a used-up quota", answered(429), "model_quota", /quota/],
  [
    "a used-up quota after retries",
    new RetryError({ message: "x", reason: "maxRetriesExceeded", errors: [answered(429)] }),
    "model_quota",
    /quota/,
  ],
  ["refused credentials", answered(403), "model_unavailable", /credentials/],
  ["a model that is not there", answered(404), "model_unavailable", /CARDLOOM_CHAT_MODEL/],
  ["no credentials", new Error("Could not load the default credentials."), "model_unavailable", /no credentials/],
  ["no answer in time", "timeout", "model_unavailable", /in time/],
  ["anything else", new TypeError("fetch failed"), "model_unavailable", /reached/],
])("%s", (_, failure, code, message) => {
  expect(modelFailure(failure)).toMatchObject({ code, message: expect.stringMatching(message) })
})

test("the log is not told what the model was sent", () => {
  const failure = new APICallError({
    message: "no",
    url: "http://model",
    requestBodyValues: { contents: "salaries" },
    statusCode: 500,
  })
  expect(failureForLog(failure)).toEqual({ name: "AI_APICallError", message: "no", status: 500 })
})

test("the public is told that there is no answer, not what the operator has set up wrongly", () => {
  const told = failureForPublic(modelFailure(new Error("Could not load the default credentials.")))
  expect(told).toEqual(modelFailure(new TypeError("fetch failed")))
  const quota = { code: "model_quota" as const, message: "The model's quota is used up for now." }
  expect(failureForPublic(quota)).toEqual(quota)
})
