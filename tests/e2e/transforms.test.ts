import axe from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { CardDetail, DashboardDetail } from "#lib/domain/summaries.ts"
import { clientWithPassword } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

const ORDERS = "order_id,customer_id,amount\n1,7,10.5\n2,8,20\n3,7,4.25\n"
const CUSTOMERS = "customer_id,city\n7,Oslo\n8,Rome\n"
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

const Id = dataOf(z.object({ id: z.string() }))

async function apiOfAdmin() {
  const { url, email, password } = stack()
  return clientWithPassword(url, email, password)
}

async function addDataset(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Add a dataset/ }).click()
  await page
    .getByRole("option", { name: new RegExp(`^${name}`) })
    .first()
    .click()
}

/** Each body in a line of its own: the editor indents what follows by itself. */
async function writeCode(page: Page, code: string): Promise<void> {
  await page.getByRole("textbox", { name: /code of the transform/ }).focus()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.press("Delete")
  await page.keyboard.insertText(code)
}

/** A minute that begins neither in the past nor in the second it takes to save. */
const soon = () => new Date(Date.now() + 75_000)

const violationsOf = async (page: Page): Promise<string[]> => {
  const { violations } = await new axe({ page }).withTags(RULES).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
}

test("build a join, schedule it, see it run; break it, read why, fix it, and its cards are fresh again", async ({
  page,
}) => {
  test.slow()
  const api = await apiOfAdmin()
  await api.upload("Joined orders", ORDERS)
  await api.upload("Joined customers", CUSTOMERS)
  await signIn(page)

  // Two datasets are joined by the column they share, without a line being written.
  await page.goto("/transforms/new")
  await addDataset(page, "Joined orders")
  await addDataset(page, "Joined customers")
  await page.getByRole("button", { name: "Preview", exact: true }).first().click()
  const preview = page.getByRole("tabpanel", { name: "Preview" })
  await expect(preview.getByText("3 rows, 4 columns")).toBeVisible()
  await expect(preview.getByRole("cell", { name: "Rome" })).toBeVisible()
  await expect(preview.getByText("joined_orders: all 3 rows")).toBeVisible()

  // What is wrong with a schedule is said as it is typed.
  await page.getByRole("textbox", { name: "Name of the transform" }).fill("Orders with cities")
  await page.getByRole("checkbox", { name: "On a schedule" }).check()
  const cron = page.getByRole("textbox", { name: "As five fields" })
  await cron.fill("0 25 * * *")
  await expect(page.getByText("25 is not an hour. Use 0 to 23.")).toBeVisible()
  const due = soon()
  await cron.fill(`${due.getUTCMinutes()} ${due.getUTCHours()} * * *`)
  await expect(page.getByRole("combobox", { name: "How often" })).toHaveText("Every day")
  await expect(page.getByRole("list", { name: "Next runs" }).getByRole("listitem")).toHaveCount(5)
  await page.getByRole("button", { name: "Save", exact: true }).click()
  await expect(page).toHaveURL(/\/transforms\/tf_/)
  const address = page.url()

  // The scheduler begins it at its minute.
  await page.getByRole("tab", { name: /^Runs/ }).click()
  const run = page.getByRole("region", { name: "Run", exact: true })
  await expect(run.getByText("Succeeded")).toBeVisible({ timeout: 150_000 })
  await expect(run).toContainText("due")
  await expect(run).toContainText("Joined orders (version 1)")
  expect(await violationsOf(page)).toEqual([])

  const output = page.getByRole("link", { name: "Orders with cities" }).first()
  const datasetId = (await output.getAttribute("href"))?.split("/").at(-1) ?? ""
  const card = await api.expect(dataOf(CardDetail), "POST", "/api/cards", {
    body: {
      name: "Amount by city",
      code: 'def render(dataset, filters, params):\n    return dataset.groupby("city")["amount"].sum().reset_index()',
      datasets: [{ alias: "d", datasetId }],
    },
  })
  const dashboard = await api.expect(dataOf(DashboardDetail), "POST", "/api/dashboards", {
    body: { name: "By city", layout: [{ cardId: card.data.id, x: 0, y: 0, w: 6, h: 6 }] },
  })
  const tile = page.getByRole("article", { name: "Amount by city" })
  const openDashboard = async () => {
    await page.goto(`/dashboards/${dashboard.data.id}`)
    await expect(tile.getByRole("cell", { name: "Oslo" })).toBeVisible()
  }
  await openDashboard()
  await expect(tile.getByRole("button", { name: "Old data" })).toBeHidden()

  // Broken, it says where; what it made before stays, marked as old.
  await page.goto(address)
  await writeCode(
    page,
    'def transform(inputs, params):\n    print("counting"); return inputs["joined_orders"]["price"]\n',
  )
  await page.getByRole("tab", { name: /^Runs/ }).click()
  await page.getByRole("button", { name: "Save and run" }).click()
  await expect(run.getByText("Failed")).toBeVisible()
  await expect(run.getByRole("alert")).toContainText("price")
  await expect(run.getByRole("button", { name: "Line 2" })).toBeVisible()
  await expect(run.getByLabel("Log")).toContainText("counting")
  await openDashboard()
  await tile.getByRole("button", { name: "Old data" }).click()
  await expect(page.getByRole("dialog", { name: "Why the data are old" })).toContainText("its code raised an error")
  await page.goto(`/datasets/${datasetId}`)
  await expect(page.getByText("These data are old.")).toBeVisible()
  await page.getByRole("link", { name: "Lineage" }).click()
  const upstream = page.getByRole("region", { name: "Comes from" })
  await expect(upstream.getByRole("link", { name: "Joined customers" })).toBeVisible()
  await expect(upstream).toContainText("Its last run failed.")
  await expect(
    page.getByRole("region", { name: "Depends on it" }).getByRole("link", { name: "By city", exact: true }),
  ).toBeVisible()
  expect(await violationsOf(page)).toEqual([])

  // Fixed by what it was before, it runs, and everything is fresh.
  await page.getByRole("link", { name: "See why" }).click()
  await expect(run.getByText("Failed")).toBeVisible()
  await page.getByRole("tab", { name: "Versions" }).click()
  await page.getByRole("listitem").filter({ hasText: "Version 1" }).getByRole("button", { name: "Restore…" }).click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore" }).click()
  await expect(page.getByText("Version 3")).toBeVisible()
  await page.getByRole("tab", { name: /^Runs/ }).click()
  await page.getByRole("button", { name: "Run now" }).click()
  await expect(run.getByText("Succeeded")).toBeVisible()
  await openDashboard()
  await expect(tile.getByRole("button", { name: "Old data" })).toBeHidden()
})

test("an output that would lose a column others read waits, and is published or dropped", async ({ page }) => {
  const api = await apiOfAdmin()
  const { dataset } = await api.upload("Narrowed", "city,n\nOslo,1\nRome,2\n")
  await signIn(page)
  await page.goto(`/transforms/new?dataset=${dataset.id}`)
  await writeCode(page, 'def transform(inputs, params):\n    return inputs["narrowed"]\n')
  await page.getByRole("textbox", { name: "Name of the transform" }).fill("Narrow")
  await page.getByRole("tab", { name: /^Runs/ }).click()
  await page.getByRole("button", { name: "Save and run" }).click()
  const run = page.getByRole("region", { name: "Run", exact: true })
  await expect(run.getByText("Succeeded")).toBeVisible()
  const output = page.getByRole("region", { name: "Settings" }).getByRole("link", { name: "Narrow" })
  const datasetId = (await output.getAttribute("href"))?.split("/").at(-1) ?? ""
  await api.expect(dataOf(CardDetail), "POST", "/api/cards", {
    body: {
      name: "Reads city",
      code: "def render(dataset, filters, params):\n    return dataset.city.nunique()",
      datasets: [{ alias: "d", datasetId }],
    },
  })
  await writeCode(page, 'def transform(inputs, params):\n    return inputs["narrowed"][["n"]]\n')
  await page.getByRole("button", { name: "Save and run" }).click()
  const review = page.getByRole("region", { name: "New data to review" })
  await expect(review.getByRole("link", { name: "Reads city" })).toBeVisible()

  // Whoever looks at the dataset, or at home, is told and led there.
  await page.goto(`/datasets/${datasetId}`)
  await expect(page.getByText("Newer data wait to be published.")).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole("link", { name: "Look and decide" }).click()
  await expect(review.getByRole("link", { name: "Reads city" })).toBeVisible()
  await page.goto("/")
  await page
    .getByRole("region", { name: "Waits for you" })
    .getByRole("listitem")
    .filter({ hasText: "New data of Narrow " })
    .getByRole("link", { name: "Look and decide" })
    .click()
  await review.getByRole("button", { name: "Drop" }).click()
  await expect(run.getByText("Cancelled")).toBeVisible()

  // Nobody can make a circle, nor delete what others still need, without being told.
  await page.getByRole("button", { name: "More" }).click()
  await page.getByRole("menuitem", { name: "Delete…" }).click()
  await expect(page.getByRole("alertdialog")).toContainText("Reads city (card)")
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete transform" }).click()
  await expect(page).toHaveURL(/\/transforms$/)
  await expect(page.getByRole("main").getByRole("link", { name: "Narrow", exact: true })).toHaveCount(0)
})

test.describe("given an owner who may not use an input", () => {
  test.use({ expectedComplaints: [/status of 409/] })

  test("a transform is handed on only to somebody who may use what it reads", async ({ page }) => {
    const api = await apiOfAdmin()
    const { dataset } = await api.upload("Handed input", "a\n1\n")
    const name = `Heidi ${crypto.randomUUID().slice(0, 8)}`
    const email = `${name.replace(" ", "-").toLowerCase()}@example.org`
    const heidi = await api.expect(Id, "POST", "/api/users", {
      body: { name, email, password: "heidi's long password" },
    })
    const { data: transform } = await api.expect(Id, "POST", "/api/transforms", {
      body: {
        name: "To be handed on",
        code: 'def transform(inputs):\n    return inputs["d"]\n',
        inputs: [{ alias: "d", datasetId: dataset.id }],
      },
    })
    await signIn(page)
    await page.goto(`/transforms/${transform.id}`)
    await page.getByRole("button", { name: "Hand on to another owner…" }).click()
    await page.getByRole("button", { name: /^New owner/ }).click()
    await page.getByPlaceholder("Name or e-mail").fill(name)
    await page.getByRole("option", { name: new RegExp(name) }).click()
    await page.getByRole("button", { name: "Hand on", exact: true }).click()
    const question = page.getByRole("alertdialog")
    await expect(question).toContainText(`runs with ${name}'s rights`)
    await question.getByRole("button", { name: "Hand on" }).click()
    await expect(question).toContainText('may not use "Handed input"')
    expect(await violationsOf(page)).toEqual([])

    await api.expect(Id, "POST", `/api/datasets/${dataset.id}/shares`, { body: { userId: heidi.data.id } })
    await question.getByRole("button", { name: "Hand on" }).click()
    await expect(page).toHaveURL(/\/transforms$/)
    await expect(page.getByRole("row").filter({ hasText: "To be handed on" })).toContainText(name)
  })
})

test("a run can be watched and cancelled, in SQL as well as in Python", async ({ page }) => {
  const api = await apiOfAdmin()
  const { dataset } = await api.upload("Slow input", "a\n1\n")
  await signIn(page)
  await page.goto(`/transforms/new?dataset=${dataset.id}`)
  await writeCode(
    page,
    'import time\ndef transform(inputs, params):\n    print("begun"); time.sleep(300); return inputs["slow_input"]\n',
  )
  await page.getByRole("textbox", { name: "Name of the transform" }).fill("Slow")
  await page.getByRole("tab", { name: /^Runs/ }).click()
  await page.getByRole("button", { name: "Save and run" }).click()
  const run = page.getByRole("region", { name: "Run", exact: true })
  await expect(run.getByLabel("Log")).toContainText("begun")
  await run.getByRole("button", { name: "Cancel" }).click()
  await expect(run.getByText("Cancelled")).toBeVisible()

  await page.goto(`/transforms/new?dataset=${dataset.id}`)
  await page
    .getByRole("radiogroup", { name: "Language" })
    .or(page.getByRole("group", { name: "Language" }))
    .getByText("SQL")
    .click()
  await expect(page.getByRole("tabpanel", { name: "Preview" }).getByText(/^1 row,/)).toBeVisible()
})
