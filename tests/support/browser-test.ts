import { test as base } from "@playwright/test"

function fromSetUp(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: browser tests run by npx playwright test, which sets it.`)
  return value
}

/** The stack all browser tests share, and its admin. */
export const stack = () => ({
  url: fromSetUp("CARDLOOM_E2E_URL"),
  email: fromSetUp("CARDLOOM_E2E_EMAIL"),
  password: fromSetUp("CARDLOOM_E2E_PASSWORD"),
})

/** Where the stack reads S3 sources from: bucket `lake`, credentials test and test; null where it has none. */
export const s3Endpoint = (): string | null => process.env["CARDLOOM_E2E_S3"] || null

type Watch = {
  /** Complaints that are the point of a test, such as the browser's own about a 412 it was made to get. */
  expectedComplaints: RegExp[]
}

/**
 * Playwright's test, with two promises kept in each: no request leaves this machine, and the console stays
 * free of errors. A test that provokes an error adds to `expectedComplaints`.
 */
export const test = base.extend<Watch>({
  baseURL: async ({}, use) => use(stack().url),
  expectedComplaints: async ({}, use) => use([]),
  context: async ({ context, expectedComplaints }, use) => {
    const complaints: string[] = []
    context.on("console", (message) => {
      if (message.type() === "error") complaints.push(`console: ${message.text()} (${message.location().url})`)
    })
    context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`))
    context.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url())
      const isHere =
        ["localhost", "127.0.0.1", "[::1]"].includes(hostname) || ["data:", "blob:", "about:"].includes(protocol)
      if (!isHere) complaints.push(`request to another machine: ${request.url()}`)
    })
    await use(context)
    const unexpected = complaints.filter(
      (complaint) => !expectedComplaints.some((expected) => expected.test(complaint)),
    )
    if (unexpected.length > 0) throw new Error(unexpected.join("\n"))
  },
})

export { expect } from "@playwright/test"
