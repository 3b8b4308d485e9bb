import type { Page } from "@playwright/test"
import { stack } from "#tests/support/browser-test.ts"

/** Signs somebody in by the page, as a person does: the stack's admin unless told otherwise. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string } = stack(),
): Promise<void> {
  await page.goto("/sign-in")
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"))
}
