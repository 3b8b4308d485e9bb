import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { generateText } from "ai"
import { afterAll, beforeAll, expect, test } from "vitest"
import { chatModel } from "#lib/server/chat/chat-model.ts"
import { parseWebEnv } from "#lib/server/web-env.ts"
import { startFakeVertex, type FakeVertex } from "#tests/support/fake-vertex/fake-vertex.ts"

let fake: FakeVertex
let folder: string
beforeAll(async () => {
  fake = await startFakeVertex()
  folder = mkdtempSync(join(tmpdir(), "cardloom-credentials-"))
})
afterAll(async () => {
  await fake?.close()
  rmSync(folder, { recursive: true, force: true })
})

const env = (more: Record<string, string>) =>
  parseWebEnv({
    NODE_ENV: "test",
    CARDLOOM_URL: "http://localhost:3000",
    AUTH_SECRET: "one of the secrets 0123456789 abcdef",
    CARDLOOM_TICK_TOKEN: "two of the secrets 0123456789 abcdef",
    EXECUTOR_TOKEN: "three of the secrets 0123456789 abcd",
    EXECUTOR_URL: "http://localhost:4000",
    CARDLOOM_CHAT_MODEL: "gemini-fake",
    CARDLOOM_CHAT_BASE_URL: fake.env["CARDLOOM_CHAT_BASE_URL"] ?? "",
    ...more,
  })
const PLACE = { GOOGLE_VERTEX_PROJECT: "project", GOOGLE_VERTEX_LOCATION: "europe-west4" }
const ask = (more: Record<string, string>) =>
  generateText({ model: chatModel(env(more)), prompt: "The question:\nHello", maxRetries: 0 })

test("a key of express mode is sent as such", async () => {
  expect((await ask({ GOOGLE_VERTEX_API_KEY: fake.env["GOOGLE_VERTEX_API_KEY"] ?? "" })).text).toContain(
    "nothing to look at",
  )
  await expect(ask({ GOOGLE_VERTEX_API_KEY: "another" })).rejects.toMatchObject({ statusCode: 401 })
})

test("with project and location, the credentials are those that Google's libraries find: here a federated identity's", async () => {
  const [credentials, subject] = [join(folder, "credentials.json"), join(folder, "subject")]
  writeFileSync(subject, "a token of the cluster's")
  const identity = {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: `${fake.url}/token`,
    credential_source: { file: subject },
  }
  writeFileSync(credentials, JSON.stringify(identity))
  process.env["GOOGLE_APPLICATION_CREDENTIALS"] = credentials
  expect((await ask(PLACE)).text).toContain("nothing to look at")
})
