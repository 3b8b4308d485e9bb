import { expect, test } from "vitest"
import { parseWebEnv } from "../web-env.ts"
import { chatModel, chatStatus } from "./chat-model.ts"

const env = (more: Record<string, string>) =>
  parseWebEnv({
    NODE_ENV: "test",
    CARDLOOM_URL: "http://localhost:3000",
    AUTH_SECRET: "one of the secrets 0123456789 abcdef",
    CARDLOOM_TICK_TOKEN: "two of the secrets 0123456789 abcdef",
    EXECUTOR_TOKEN: "three of the secrets 0123456789 abcd",
    EXECUTOR_URL: "http://localhost:4000",
    ...more,
  })
const PLACE = { GOOGLE_VERTEX_PROJECT: "p", GOOGLE_VERTEX_LOCATION: "europe-west4" }

test.each<[string, Record<string, string>, string[]]>([
  ["nothing", {}, ["GOOGLE_VERTEX_PROJECT", "GOOGLE_VERTEX_LOCATION", "CARDLOOM_CHAT_MODEL"]],
  ["a place without a model", PLACE, ["CARDLOOM_CHAT_MODEL"]],
  ["a key without a model", { GOOGLE_VERTEX_API_KEY: "k" }, ["CARDLOOM_CHAT_MODEL"]],
  ["a place and a model", { ...PLACE, CARDLOOM_CHAT_MODEL: "gemini-x" }, []],
  ["a key and a model", { GOOGLE_VERTEX_API_KEY: "k", CARDLOOM_CHAT_MODEL: "gemini-x" }, []],
])("given %s, what is missing is named", (_, more, missing) => {
  const status = chatStatus(env(more))
  expect(status).toMatchObject({ missing, configured: missing.length === 0 })
  for (const name of missing) expect(status.message).toContain(name)
})

test("without settings there is no model, and the reason is an answer", () => {
  expect(() => chatModel(env({}))).toThrow(
    expect.objectContaining({ code: "unavailable", details: { missing: expect.any(Array) } }),
  )
})

test("a location that would be part of an address is refused", () => {
  expect(() => env({ GOOGLE_VERTEX_LOCATION: "evil.example/" })).toThrow("GOOGLE_VERTEX_LOCATION")
})
