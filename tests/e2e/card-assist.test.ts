import { clientWithPassword } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

test("have an error mended and code written: a diff, what it would show, and one's own decision", async ({ page }) => {
  test.slow()
  const { url, email, password } = stack()
  const api = await clientWithPassword(url, email, password)
  const { dataset } = await api.upload("Assist orders", "region,amount\nNorth,1\nNorth,2\nSouth,300\n")
  await signIn(page)
  await page.goto(`/cards/new?dataset=${dataset.id}`)
  const code = page.getByRole("textbox", { name: /Python code/ })
  await expect(code).toBeAttached()
  await code.focus()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.insertText("def render(dataset, filters, params):\n    return dataset.nothing_like_it")
  await page.getByRole("button", { name: "Run" }).first().click()

  await page.getByRole("button", { name: "Fix this error" }).click()
  const mending = page.getByRole("dialog", { name: "Fix this error" })
  await expect(mending.getByText("It ran at the first attempt.")).toBeVisible()
  const diff = mending.getByRole("region", { name: "What would change" })
  await expect(diff.getByText("nothing_like_it").first()).toBeVisible()
  await expect(diff.getByText("len").first()).toBeVisible()
  await mending.getByRole("button", { name: "Accept" }).click()
  await expect(mending).toBeHidden()
  await expect(page.getByRole("button", { name: "Fix this error" })).toBeHidden()
  await expect(page.locator(".monaco-editor .view-lines").first()).toContainText("len(dataset)")

  await page.getByRole("button", { name: "Describe what you want" }).click()
  const describing = page.getByRole("dialog", { name: "Describe what you want" })
  await describing.getByRole("textbox").fill("stumble, then count the rows")
  await describing.getByRole("button", { name: "Propose code" }).click()
  await expect(describing.getByText("It ran after 2 rounds.")).toBeVisible()
  await describing.getByRole("button", { name: "Reject" }).click()
  await expect(page.locator(".monaco-editor .view-lines").first()).toContainText("len(dataset)")
})
