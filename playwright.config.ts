import { defineConfig } from "@playwright/test"

// The browser is Debian's, and these switches keep it from calling home.
const quietBrowser = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.test.ts",
  globalSetup: "./tests/support/e2e-stack.ts",
  // Generous, for machines that do other things besides: a test waits for conditions, never for time.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  workers: 2,
  forbidOnly: true,
  retries: 0,
  reporter: "list",
  outputDir: "test-results",
  use: {
    launchOptions: { executablePath: "/usr/bin/chromium", args: quietBrowser },
    viewport: { width: 1280, height: 860 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
  },
})
