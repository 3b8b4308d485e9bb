import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { clientWithPassword } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

// The browser says aloud that a save was answered 412: that is the point here.
test.use({ expectedComplaints: [/status of 412/] })

test("two people save one dashboard: the second is told, loses nothing, and may save over the first", async ({
  page,
  context,
}) => {
  const { url, email, password } = stack()
  const api = await clientWithPassword(url, email, password)
  const { data } = await api.expect(dataOf(z.object({ id: z.string() })), "POST", "/api/dashboards", {
    body: { name: "Two editors", layout: [{ text: "Text", x: 0, y: 0, w: 6, h: 2 }] },
  })
  await signIn(page)
  const other = await context.newPage()
  for (const editor of [page, other]) await editor.goto(`/dashboards/${data.id}/edit`)

  await page.getByRole("textbox", { name: "Name of the dashboard" }).fill("First come")
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("heading", { name: "First come" })).toBeVisible()

  await other.getByRole("textbox", { name: "Name of the dashboard" }).fill("Second thoughts")
  await other.getByRole("button", { name: "Save" }).click()
  const dialog = other.getByRole("dialog")
  await expect(dialog).toBeVisible()
  await dialog.getByRole("button", { name: /over/i }).click()
  await expect(other.getByRole("heading", { name: "Second thoughts" })).toBeVisible()
  const saved = await api.send("GET", `/api/dashboards/${data.id}`)
  expect(saved.body).toMatchObject({ data: { name: "Second thoughts", version: 3 } })
})
