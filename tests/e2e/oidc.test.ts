import { expect, test } from "#tests/support/browser-test.ts"
import { freePort } from "#tests/support/free-port.ts"
import { startOidcIssuer, type OidcIssuer } from "#tests/support/start-oidc-issuer.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

let own: RunningStack
let issuer: OidcIssuer

// A stack of its own: the others' sign-in page has no such button.
test.beforeAll(async () => {
  const port = await freePort()
  issuer = await startOidcIssuer(`http://localhost:${port}`)
  own = await startStack({ port, env: issuer.env })
})
test.afterAll(async () => {
  await own?.stop()
  await issuer?.stop()
})

test("somebody signs in through their organisation, and comes back to the page they wanted", async ({ page }) => {
  await issuer.knows([
    { id: "nora", name: "Nora", email: "nora@example.org", email_verified: true, groups: ["Sales"] },
    { id: "ugo", name: "Ugo", email: "ugo@example.org", email_verified: false },
  ])
  const button = page.getByRole("button", { name: "Sign in with Example Ltd" })
  await page.goto(`${own.url}/datasets`)
  await button.click()
  await page.getByRole("link", { name: "Ugo" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "not verified at Example Ltd" })).toBeVisible()

  // The issuer would sign the same person in again.
  await page.context().clearCookies()
  await page.goto(`${own.url}/datasets`)
  await button.click()
  await page.getByRole("link", { name: "Nora" }).click()
  await expect(page).toHaveURL(`${own.url}/datasets`)
  await page.getByRole("button", { name: "Nora" }).click()
  await page.getByRole("menuitem", { name: "Settings" }).click()
  await expect(page.getByLabel("E-mail")).toHaveValue("nora@example.org")
  await expect(page.getByLabel("Current password")).toHaveCount(0)
})

test("given an issuer that is down, the page says so and passwords still work", async ({ page }) => {
  await issuer.stop()
  await page.goto(`${own.url}/sign-in`)
  await page.getByRole("button", { name: "Sign in with Example Ltd" }).click()
  await expect(page.getByText("Signing in with Example Ltd can't be reached right now.")).toBeVisible()
  await page.getByLabel("E-mail").fill(own.adminEmail)
  await page.getByLabel("Password").fill(own.adminPassword)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await expect(page).toHaveURL(`${own.url}/`)
})
