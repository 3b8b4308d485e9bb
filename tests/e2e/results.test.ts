import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { Card } from "#lib/domain/card.ts"
import { hasEnded, Run } from "#lib/domain/run.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"
import { waitFor } from "#tests/support/wait-for.ts"

const Id = dataOf(z.object({ id: z.string() }))
/** Slow, so that a reader has the time to see what is shown meanwhile. */
const CODE =
  "import time\ndef render(dataset, filters, params):\n    time.sleep(6)\n    return Kpi(int(dataset.n.sum()), label='Sum')"

async function replaceData(api: ApiClient, datasetId: string, csv: string): Promise<void> {
  const form = new FormData()
  form.set("file", new Blob([csv]), "data.csv")
  const { run } = await api.expect(z.object({ run: Run }), "POST", `/api/datasets/${datasetId}/import`, { form })
  await waitFor("the data are replaced", async () =>
    hasEnded((await api.expect(dataOf(Run), "GET", `/api/runs/${run.id}`)).data.status),
  )
}

async function makePage(api: ApiClient, name: string) {
  const { dataset } = await api.upload(name, "n\n1\n2\n")
  const card = { name, code: CODE, datasets: [{ alias: "d", datasetId: dataset.id }] }
  const { data: made } = await api.expect(Id, "POST", "/api/cards", { body: card })
  const layout = [{ cardId: made.id, x: 0, y: 0, w: 6, h: 4 }]
  const { data } = await api.expect(Id, "POST", "/api/dashboards", { body: { name, layout } })
  return { datasetId: dataset.id, cardId: made.id, dashboardId: data.id }
}

test("given newer data, then the earlier result is shown and marked until the present one is there", async ({
  page,
}) => {
  const { url, email, password } = stack()
  const api = await clientWithPassword(url, email, password)
  const { datasetId, dashboardId } = await makePage(api, "Freshness")
  await api.send("POST", `/api/dashboards/${dashboardId}/render`, { body: {} })
  await replaceData(api, datasetId, "n\n40\n2\n")

  await signIn(page)
  await page.goto(`/dashboards/${dashboardId}`)
  const tile = page.getByRole("article", { name: "Freshness" })
  // Asked for at once: on a busy machine the present result may follow before a second question.
  await expect(
    page.locator("article[aria-busy=true]").filter({ hasText: "Earlier result" }).getByText("3", { exact: true }),
  ).toBeVisible()
  await expect(tile.getByText("42", { exact: true })).toBeVisible()
  await expect(tile.getByText("Earlier result")).toBeHidden()
  await expect(tile).toHaveAttribute("aria-busy", "false")

  const asked = page.waitForRequest((request) => request.url().endsWith("/render"))
  await tile.getByRole("button", { name: "Menu of Freshness" }).click()
  await page.getByRole("menuitem", { name: "Run again" }).click()
  expect((await asked).postDataJSON()).toMatchObject({ refresh: true })
  await expect(tile).toHaveAttribute("aria-busy", "true")
  await expect(tile).toHaveAttribute("aria-busy", "false")
})

test("an author chooses how long a card's results are kept", async ({ page }) => {
  const { url, email, password } = stack()
  const api = await clientWithPassword(url, email, password)
  const { cardId } = await makePage(api, "Chosen age")
  await signIn(page)
  await page.goto(`/cards/${cardId}`)
  await expect(page.getByRole("combobox", { name: "Keep results for" })).toHaveText("1 day")
  await page.getByRole("combobox", { name: "Keep results for" }).click()
  await page.getByRole("option", { name: "10 minutes" }).click()
  await page.getByRole("button", { name: "Save" }).click()
  await expect
    .poll(async () => (await api.expect(dataOf(Card), "GET", `/api/cards/${cardId}`)).data.maxAgeSeconds)
    .toBe(600)
})
