import axe from "@axe-core/playwright"
import type { Browser, FrameLocator, Locator, Page } from "@playwright/test"
import { createServer } from "node:http"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

// The model is a scripted one that speaks Vertex AI's protocol: tests/support/fake-vertex.

const Id = dataOf(z.object({ id: z.string() }))
const Made = dataOf(z.object({ id: z.string(), url: z.string(), embedUrl: z.string() }))
const CSV = "region,city,amount\nNorth,Oslo,1\nNorth,Oslo,2\nNorth,Turku,300\nSouth,Atlantis,4000\n"

let api: ApiClient

test.beforeAll(async () => {
  const { url, email, password } = stack()
  api = await clientWithPassword(url, email, password)
})

async function makeDashboard() {
  const name = `Orders ${crypto.randomUUID().slice(0, 6)}`
  const { dataset } = await api.upload(name, CSV)
  const { data: card } = await api.expect(Id, "POST", "/api/cards", {
    body: {
      name: "Total by city",
      language: "sql",
      code: "SELECT city, sum(amount) AS total FROM orders GROUP BY city ORDER BY city",
      datasets: [{ alias: "orders", datasetId: dataset.id }],
      columns: { orders: ["city", "amount"] },
    },
  })
  const layout = [{ cardId: card.id, x: 0, y: 0, w: 6, h: 4 }]
  const filters = [
    { id: "region", type: "category", label: "Region", column: "region" },
    { id: "city", type: "category", label: "City", column: "city" },
  ]
  const { data } = await api.expect(Id, "POST", "/api/dashboards", { body: { name, layout, filters } })
  return { id: data.id, name }
}

async function makeLink(dashboardId: string, body: object = {}) {
  const draft = { name: "Link", lockedFilters: { region: ["North"] }, canFilter: true, canAsk: true, ...body }
  return (await api.expect(Made, "POST", `/api/dashboards/${dashboardId}/links`, { body: draft })).data
}

/** Somebody without an account. */
async function openAsReader(browser: Browser, address: string, viewport = { width: 1280, height: 860 }) {
  const reader = await (await browser.newContext({ viewport })).newPage()
  await reader.goto(address)
  await expect(reader.getByRole("cell", { name: "300" })).toBeVisible()
  return reader
}

const askButton = (page: Page | FrameLocator) => page.getByRole("button", { name: "Ask", exact: true }).first()

async function ask(page: Page | FrameLocator, question: string) {
  const composer = page.getByRole("textbox", { name: "Your question" })
  await composer.fill(question)
  await composer.press("Enter")
  const answer = page.getByRole("log").getByRole("article", { name: "Answer" }).last()
  await expect(answer).toContainText(/source 1|Set City|The model/)
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden()
  return answer
}

async function violationsIn(page: Page): Promise<string[]> {
  const { violations } = await new axe({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
}

test("an author lets readers of a link ask; a reader asks, opens where a figure comes from, and sets a proposed filter", async ({
  page,
  browser,
}) => {
  test.slow()
  const dashboard = await makeDashboard()
  await signIn(page)
  await page.goto(`/dashboards/${dashboard.id}?f.region=${encodeURIComponent('["North"]')}`)
  await page.getByRole("button", { name: "Menu of the dashboard" }).click()
  await page.getByRole("menuitem", { name: "Public links" }).click()
  const dialog = page.getByRole("dialog", { name: /^Public links/ })
  await dialog.getByRole("button", { name: "New link" }).click()
  await dialog.getByLabel("Name").fill("For the board")
  await dialog.getByLabel("Region").click()
  await dialog.getByLabel("Readers may set the other filters").click()
  await dialog.getByRole("button", { name: "Make link" }).click()
  const address = await dialog.getByLabel("Address").inputValue()
  await dialog.getByRole("button", { name: "Done" }).click()

  const reader = await openAsReader(browser, address)
  await expect(askButton(reader)).toHaveCount(0)

  await dialog.getByRole("button", { name: "Menu of For the board" }).click()
  await page.getByRole("menuitem", { name: "Change…" }).click()
  await expect(dialog.getByText("every row that the locked filters keep")).toBeVisible()
  await dialog.getByLabel("Readers may ask questions").click()
  expect(await violationsIn(page)).toEqual([])
  await dialog.getByRole("button", { name: "Save" }).click()
  await expect(dialog.getByText("Questions", { exact: true })).toBeVisible()

  await reader.reload()
  await askButton(reader).click()
  await expect(reader.getByRole("list", { name: "Suggested questions" })).toBeVisible()
  await expect(reader.getByRole("button", { name: "Earlier conversations" })).toHaveCount(0)
  expect(await violationsIn(reader)).toEqual([])
  const answer = await ask(reader, "How many rows are there by city?")
  await expect(answer).toContainText("Most rows are of Oslo")
  await expect(answer.frameLocator("iframe").locator(".barlayer .bars path")).toHaveCount(2)
  await answer.getByRole("button", { name: /^2[ ,]+source 1$/ }).click()
  const source = reader.getByRole("dialog", { name: "Where 2 comes from" })
  await expect(source.getByText("GROUP BY 1")).toBeVisible()
  await expect(source.getByText(`${dashboard.name}, version 1`, { exact: true })).toBeVisible()
  await expect(source.getByText("Rows read")).toBeVisible()
  await source.getByRole("button", { name: "Run again" }).click()
  await expect(source.getByText("This is the result as of now")).toBeVisible()
  await expect(source.getByRole("cell", { name: "Atlantis" })).toHaveCount(0)
  expect(await violationsIn(reader)).toEqual([])
  await source.getByRole("button", { name: "Close" }).click()
  await expect(reader.getByRole("button", { name: "Open as card" })).toHaveCount(0)

  const proposal = await ask(reader, "Which filter shows the most rows?")
  await proposal.getByRole("button", { name: "Set these filters" }).click()
  await expect(reader).toHaveURL(/f\.city/)
  await expect(reader.getByRole("cell", { name: "300" })).toBeHidden()

  // Turned off while the panel is open: the next question says so, and the page goes on.
  await dialog.getByRole("button", { name: "Menu of For the board" }).click()
  await page.getByRole("menuitem", { name: "Change…" }).click()
  await dialog.getByLabel("Readers may ask questions").click()
  await dialog.getByRole("button", { name: "Save" }).click()
  await expect(dialog.getByText("Questions", { exact: true })).toBeHidden()
  await reader.getByRole("textbox", { name: "Your question" }).fill("And now?")
  await reader.keyboard.press("Enter")
  await expect(reader.getByText("Questions can't be asked here.")).toBeVisible()
  await expect(reader.getByRole("article", { name: "Total by city" })).toBeVisible()
  await reader.context().close()
})

test("on a phone, behind a password, the panel takes the screen", async ({ browser }) => {
  const link = await makeLink((await makeDashboard()).id, { password: "open sesame" })
  const reader = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await reader.goto(link.url)
  await reader.getByLabel("Password").fill("open sesame")
  await reader.getByRole("button", { name: "Open" }).click()
  await askButton(reader).click()
  const answer = await ask(reader, "How many rows are there by city?")
  await expect(answer).toContainText("Most rows are of Oslo")
  expect(await violationsIn(reader)).toEqual([])
  await answer.getByRole("button", { name: /^2[ ,]+source 1$/ }).click()
  await expect(reader.getByRole("dialog", { name: "Where 2 comes from" })).toBeVisible()
  await reader.keyboard.press("Escape")
  await reader.keyboard.press("Escape")
  await expect(reader.getByRole("log")).toBeHidden()
  await expect(askButton(reader)).toBeFocused()
  await reader.context().close()
})

test("in a page of another origin the frame grows to hold the panel, and answers", async ({ page }) => {
  const dashboard = await makeDashboard()
  let html = ""
  const site = createServer((_, response) => {
    response.setHeader("content-type", "text/html")
    response.end(`<!doctype html><meta charset="utf-8"><title>Foreign</title><link rel="icon" href="data:,">${html}`)
  })
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve))
  const listening = site.address()
  const origin = `http://127.0.0.1:${typeof listening === "object" && listening ? listening.port : 0}`
  const link = await makeLink(dashboard.id, { allowedOrigins: [origin] })
  html = `<script src="${stack().url}/embed.js"></script><div data-cardloom-embed="${link.embedUrl}" data-title="Orders"></div>`
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 })
    await page.goto(origin)
    const frame = page.frameLocator('iframe[title="Orders"]')
    await expect(frame.getByRole("cell", { name: "300" })).toBeVisible()
    await askButton(frame).click()
    const answer = await ask(frame, "How many rows are there by city?")
    await expect(answer).toContainText("Most rows are of Oslo")
    const heightOf = () => page.locator('iframe[title="Orders"]').evaluate((iframe) => iframe.clientHeight)
    await expect.poll(heightOf).toBeGreaterThanOrEqual(640)
    // The panel lies at the top of the frame, and what it opens does, however high the page is.
    const bottomOf = async (locator: Locator) => {
      const [box, around] = [await locator.boundingBox(), await page.locator('iframe[title="Orders"]').boundingBox()]
      return (box?.y ?? Infinity) + (box?.height ?? 0) - (around?.y ?? 0)
    }
    expect(await bottomOf(frame.getByRole("textbox", { name: "Your question" }))).toBeLessThan(640)
    await answer.getByRole("button", { name: /^2[ ,]+source 1$/ }).click()
    const source = frame.getByRole("dialog", { name: "Where 2 comes from" })
    expect(await bottomOf(source)).toBeLessThan(640)
    await source.getByRole("button", { name: "Close" }).click()
    await frame.getByRole("button", { name: "Close" }).click()
    await expect.poll(heightOf).toBeLessThan(640)
  }
  await new Promise((resolve) => site.close(resolve))
})
