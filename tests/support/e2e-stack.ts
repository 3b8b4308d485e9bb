import { startFakeVertex } from "./fake-vertex/fake-vertex.ts"
import { startS3Source } from "./s3-source.ts"
import { startStack } from "./start-stack.ts"

/**
 * Playwright's global set-up: one production stack with demo data, a server of S3's protocol as its source and one of
 * Vertex AI's as its model, for all browser tests. Their addresses and the admin reach the tests, which run in other
 * processes, by the environment (see browser-test.ts).
 */
export default async function startForBrowserTests(): Promise<() => Promise<void>> {
  const given = process.env["CARDLOOM_E2E_URL"]
  if (given) return async () => {} // Someone's own stack, whose admin the environment names as well.
  const s3 = await startS3Source()
  const vertex = await startFakeVertex()
  const stack = await startStack({ env: { CARDLOOM_DEMO: "1", ...s3.env, ...vertex.env } })
  process.env["CARDLOOM_E2E_S3"] = s3.endpoint
  process.env["CARDLOOM_E2E_URL"] = stack.url
  process.env["CARDLOOM_E2E_EMAIL"] = stack.adminEmail
  process.env["CARDLOOM_E2E_PASSWORD"] = stack.adminPassword
  return async () => {
    await stack.stop()
    await s3.stop()
    await vertex.close()
  }
}
