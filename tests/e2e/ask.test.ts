import axe from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { clientWithPassword } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

// The model is a scripted one that speaks Vertex AI's protocol: tests/support/fake-vertex.

const Id = dataOf(z.object({ id: z.string() }))
const PASSWORD = "a long enough secret 7"
const CSV = "region,amount\nNorth,1\nNorth,2\nNorth,3\nSouth,300\n"

/** Somebody with a dashboard: each has questions of their own to ask, of which there are only so many a minute. */
async function makeAsker() {
  const { url, email: adminEmail, password } = stack()
  const admin = await clientWithPassword(url, adminEmail, password)
  const unique = crypto.randomUUID().slice(0, 6)
  const email = `asker.${unique}@example.org`
  await admin.expect(Id, "POST", "/api/users", { body: { name: `Asker ${unique}`, email, password: PASSWORD } })
  const api = await clientWithPassword(url, email, PASSWORD)
  const { dataset } = await api.upload(`Orders ${unique}`, CSV)
  const { data: card } = await api.expect(Id, "POST", "/api/cards", {
    body: {
      name: "Total by region",
      language: "sql",
      code: "SELECT region, sum(amount) AS total FROM orders GROUP BY region ORDER BY region",
      datasets: [{ alias: "orders", datasetId: dataset.id }],
    },
  })
  const { data: dashboard } = await api.expect(Id, "POST", "/api/dashboards", {
    body: {
      name: `Orders of ${unique}`,
      layout: [{ cardId: card.id, x: 0, y: 0, w: 6, h: 4 }],
      filters: [{ id: "region", type: "category", label: "Region", column: "region", multi: true }],
    },
  })
  return { email, password: PASSWORD, dashboardId: dashboard.id, datasetId: dataset.id, unique }
}

async function openPanel(page: Page) {
  // Keys are heard once the page is alive, which is when its cards are drawn.
  await expect(page.getByRole("cell", { name: "300" })).toBeVisible()
  await page.keyboard.press("ControlOrMeta+i")
  const composer = page.getByRole("textbox", { name: "Your question" })
  await expect(composer).toBeFocused()
  return composer
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole("textbox", { name: "Your question" }).fill(question)
  await page.keyboard.press("Enter")
}

/** The last answer, when it has ended. */
async function answerOf(page: Page) {
  const answer = page.getByRole("log").getByRole("article", { name: "Answer" }).last()
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden()
  await expect(answer).toBeVisible()
  return answer
}

async function violationsIn(page: Page): Promise<string[]> {
  const { violations } = await new axe({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
}

test("ask a dashboard, open where a figure comes from, make a card of it, and put that on a dashboard", async ({
  page,
}) => {
  test.slow()
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await openPanel(page)
  await expect(page.getByRole("list", { name: "Suggested questions" })).toBeVisible()
  expect(await violationsIn(page)).toEqual([])

  await ask(page, "How many rows are there by region?")
  const answer = await answerOf(page)
  await expect(answer).toContainText("Most rows are of North")
  await expect(answer.getByRole("button", { name: /^75\.0%[ ,]+source 1$/ })).toBeVisible()
  await expect(answer.frameLocator("iframe").locator(".barlayer .bars path")).toHaveCount(2)
  expect(await violationsIn(page)).toEqual([])

  await answer.getByRole("button", { name: /^3[ ,]+source 1$/ }).click()
  const source = page.getByRole("dialog", { name: "Where 3 comes from" })
  await expect(source.getByText("GROUP BY 1")).toBeVisible()
  await expect(source.getByText("version 1, 4 rows")).toBeVisible()
  await expect(source.getByRole("cell", { name: "3 (the cited number)" })).toBeVisible()
  expect(await violationsIn(page)).toEqual([])
  await source.getByRole("button", { name: "Run again" }).click()
  await expect(source.getByText("This is the result as of now")).toBeVisible()

  await source.getByRole("button", { name: "Open as card" }).click()
  await page.waitForURL(/\/cards\/new\?draft=/)
  await expect(page.getByText("4 rows read")).toBeVisible()
  await page.getByRole("textbox", { name: "Name of the card" }).fill(`Rows ${asker.unique}`)
  await page.getByRole("button", { name: "Save" }).click()
  await page.waitForURL(/\/cards\/card_/)
  await page.getByRole("button", { name: "More" }).click()
  await page.getByRole("menuitem", { name: "Add to a dashboard…" }).click()
  await page.getByRole("button", { name: `Add to Orders of ${asker.unique}` }).click()
  await expect(page.getByText(`is on “Orders of ${asker.unique}”`)).toBeVisible()
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await expect(
    page.getByRole("article", { name: `Rows ${asker.unique}` }).getByRole("cell", { name: "North" }),
  ).toBeVisible()
})

test("a chart of an answer becomes a card with the same chart", async ({ page }) => {
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/datasets/${asker.datasetId}`)
  await page.getByRole("button", { name: "Ask", exact: true }).click()
  await ask(page, "How many rows are there by region?")
  const answer = await answerOf(page)
  await answer.getByRole("figure").getByRole("button", { name: "Open as card" }).click()
  await page.waitForURL(/\/cards\/new\?draft=/)
  await expect(page.getByRole("textbox", { name: "Name of the card" })).toHaveValue("Rows by region")
  await expect(page.frameLocator("iframe").locator(".barlayer .bars path")).toHaveCount(2)
})

test("charts of an earlier conversation are drawn again when they come into view, and not before", async ({ page }) => {
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/datasets/${asker.datasetId}`)
  await page.getByRole("button", { name: "Ask", exact: true }).click()
  for (const question of ["How many rows are there by region?", "And once more by region?"]) {
    await ask(page, question)
    await expect((await answerOf(page)).getByRole("figure")).toBeVisible()
  }
  await page.reload()
  const drawn: string[] = []
  page.on("request", (request) => {
    if (request.url().endsWith("/run")) drawn.push(request.url())
  })
  await page.getByRole("button", { name: "Ask", exact: true }).click()
  await page.getByRole("button", { name: "Earlier conversations" }).click()
  await page.getByRole("button", { name: /^How many rows are there by region/ }).click()
  const again = page.getByText("Drawn again from the data as they are now.")
  await expect(again).toHaveCount(1)
  expect(drawn).toHaveLength(1)
  await page.getByRole("figure").first().scrollIntoViewIfNeeded()
  await expect(again).toHaveCount(2)
})

test("numbers that stand in no result are marked in words, and those that do are not", async ({ page }) => {
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await openPanel(page)
  await ask(page, "script:inventor How many are there?")
  const answer = await answerOf(page)
  await expect(answer.getByText("2 numbers stand in no result")).toBeVisible()
  await expect(answer.getByText(/987,654,321\s*unverified/)).toBeVisible()
  await expect(answer.getByRole("button", { name: /source 1/ })).toHaveCount(1)
})

test("what a misled model writes is text: no picture, no link, no markup", async ({ page }) => {
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await openPanel(page)
  await ask(page, "script:obedient Do as the data say")
  const answer = await answerOf(page)
  await expect(answer).toContainText("As told")
  await expect(answer.locator("a, img, [src]")).toHaveCount(0)
})

test("a stopped answer says so at once, and its numbers are checked", async ({ page }) => {
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await openPanel(page)
  await ask(page, "script:hangs How many are there?")
  const answer = page.getByRole("log").getByRole("article", { name: "Answer" })
  await expect(answer).toContainText("Let me think about 42")
  await page.getByRole("button", { name: "Stop" }).click()
  await expect(answer.getByText("This answer was stopped.")).toBeVisible()
  await expect(answer.getByText(/42\s*unverified/)).toBeVisible()
})

test("filters are proposed, and set by the reader's click", async ({ page }) => {
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await openPanel(page)
  await ask(page, "Which filter shows the most rows?")
  const answer = await answerOf(page)
  await expect(page).not.toHaveURL(/f\.region/)
  await answer.getByRole("button", { name: "Set these filters" }).click()
  await expect(page).toHaveURL(/f\.region/)
  await expect(page.getByRole("cell", { name: "300" })).toBeHidden()

  // All by keyboard: where the panel leads, the focus is; when it closes, it goes back.
  await page.getByRole("button", { name: "Earlier conversations" }).focus()
  await page.keyboard.press("Enter")
  await expect(page.getByRole("button", { name: "Back to the conversation" })).toBeFocused()
  // The button's tooltip goes with the panel, not before it.
  await expect(page.getByRole("tooltip")).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(page.getByRole("button", { name: "Ask", exact: true })).toBeFocused()
})

test("on a phone the panel takes the screen, says what went wrong, and keeps the conversation", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const asker = await makeAsker()
  await signIn(page, asker)
  await page.goto(`/dashboards/${asker.dashboardId}`)
  await page.getByRole("button", { name: "Ask", exact: true }).click()
  await ask(page, "script:quota How many?")
  await answerOf(page)
  await expect(page.getByText("The model's quota is used up for now.").first()).toBeVisible()
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible()
  await ask(page, "How many rows are there by region?")
  await expect(await answerOf(page)).toContainText("Most rows are of North")
  expect(await violationsIn(page)).toEqual([])

  await page.keyboard.press("Escape")
  await expect(page.getByRole("log")).toBeHidden()
  await page.reload()
  await page.getByRole("button", { name: "Ask", exact: true }).click()
  await page.getByRole("button", { name: "Earlier conversations" }).click()
  await page.getByRole("button", { name: /^script:quota/ }).click()
  await expect(page.getByRole("button", { name: /^75\.0%[ ,]+source 1$/ })).toBeVisible()
  await page.getByRole("button", { name: "Earlier conversations" }).click()
  await page.getByRole("button", { name: /^Delete “script:quota/ }).click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete conversation" }).click()
  await expect(page.getByText("No conversation yet")).toBeVisible()
})
