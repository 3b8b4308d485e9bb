import type { Page } from "@playwright/test"
import { stack } from "#tests/support/browser-test.ts"

/** Signs the stack's admin in by the page, as a person does. */
export async function signIn(page: Page): Promise<void> {
  const { email, password } = stack()
  await page.goto("/sign-in")
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"))
}
