import { startStack } from "./start-stack.ts"

/**
 * Playwright's global set-up: one production stack with demo data for all browser tests. Its address and its
 * admin reach the tests, which run in other processes, by the environment (see browser-test.ts).
 */
export default async function startForBrowserTests(): Promise<() => Promise<void>> {
  const given = process.env["CARDLOOM_E2E_URL"]
  if (given) return async () => {} // Someone's own stack, whose admin the environment names as well.
  const stack = await startStack({ env: { CARDLOOM_DEMO: "1" } })
  process.env["CARDLOOM_E2E_URL"] = stack.url
  process.env["CARDLOOM_E2E_EMAIL"] = stack.adminEmail
  process.env["CARDLOOM_E2E_PASSWORD"] = stack.adminPassword
  return stack.stop
}
