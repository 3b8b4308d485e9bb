import { createServer } from "node:http"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

const Id = dataOf(z.object({ id: z.string() }))
const Made = dataOf(z.object({ id: z.string(), url: z.string(), embedUrl: z.string() }))

let api: ApiClient

test.beforeAll(async () => {
  const { url, email, password } = stack()
  api = await clientWithPassword(url, email, password)
})

async function makeDashboard() {
  const name = `Orders ${crypto.randomUUID().slice(0, 6)}`
  const { dataset } = await api.upload(name, "region,city,amount\nNorth,Oslo,1\nSouth,Rome,20\nNorth,Turku,300\n")
  const card = async (title: string, result: string) => {
    const code = `def render(dataset, filters, params):\n    return ${result}`
    const body = { name: title, code, datasets: [{ alias: "d", datasetId: dataset.id }] }
    return (await api.expect(Id, "POST", "/api/cards", { body })).data.id
  }
  const cardIds = [
    await card("Total", "Kpi(int(dataset.amount.sum()), label='Sum')"),
    await card("Drawn", "px.bar(dataset, x='city', y='amount')"),
    await card("Written", "'<p>cities: ' + ', '.join(dataset.city) + '</p>'"),
  ]
  const layout = cardIds.map((cardId, index) => ({ cardId, x: index * 4, y: 0, w: 4, h: 5 }))
  const filters = [
    { id: "region", type: "category", label: "Region", column: "region" },
    { id: "city", type: "category", label: "City", column: "city" },
  ]
  const { data } = await api.expect(Id, "POST", "/api/dashboards", { body: { name, layout, filters } })
  return { id: data.id, name }
}

async function makeLink(dashboardId: string, body: object) {
  const path = `/api/dashboards/${dashboardId}/links`
  const { data } = await api.expect(Made, "POST", path, { body: { name: "Link", ...body } })
  return { ...data, revoke: () => api.send("DELETE", `${path}/${data.id}`) }
}

/** A site of another origin, with one page. */
async function startForeignSite() {
  let html = ""
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html")
    response.end(`<!doctype html><meta charset="utf-8"><title>Foreign</title><link rel="icon" href="data:,">${html}`)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    show: (content: string) => {
      html = content
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

const embedScript = () => `<script src="${stack().url}/embed.js"></script>`

test("a dashboard embedded in a page of another origin is as high as its content, and gone with its link", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/404/)
  const site = await startForeignSite()
  const dashboard = await makeDashboard()
  const body = { lockedFilters: { region: ["North"] }, canFilter: true, allowedOrigins: [site.origin] }
  const link = await makeLink(dashboard.id, body)
  site.show(`${embedScript()}<div data-cardloom-embed="${link.embedUrl}" data-theme="dark" data-title="Orders"></div>
    <cardloom-embed src="${link.embedUrl}" title="By element"></cardloom-embed>`)
  await page.goto(site.origin)

  const frame = page.frameLocator('iframe[title="Orders"]')
  await expect(frame.getByText("301")).toBeVisible()
  // Frames within the frame: an author's HTML, and a figure.
  await expect(frame.frameLocator('iframe[title="Written"]').getByText("cities: Oslo, Turku")).toBeVisible()
  await expect(frame.getByText("Region")).toHaveCount(0)
  await expect(page.frameLocator('iframe[title="By element"]').getByText("301")).toBeVisible()
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark")

  const heights = async () => ({
    frame: await page.locator('iframe[title="Orders"]').evaluate((iframe) => iframe.clientHeight),
    content: await frame.locator("main").evaluate((main) => Math.ceil(main.getBoundingClientRect().height)),
  })
  await expect.poll(async () => (await heights()).frame).not.toBe(480)
  const { frame: shown, content } = await heights()
  expect(shown).toBe(content)
  await page.setViewportSize({ width: 390, height: 800 })
  // One card below the other takes more room.
  await expect.poll(async () => (await heights()).frame).toBeGreaterThan(shown)
  await expect.poll(async () => (await heights()).frame - (await heights()).content).toBe(0)

  await frame.getByRole("button", { name: /^City/ }).click()
  await expect(frame.getByText("Rome")).toHaveCount(0)
  await link.revoke()
  await frame.getByText("Oslo", { exact: true }).last().click()
  await expect(frame.getByRole("heading", { name: "This link is not valid" })).toBeVisible()
  await expect(frame.getByText("301")).toHaveCount(0)
  await site.close()
})

test("a site that the link does not name embeds nothing, and is told nothing", async ({ page, expectedComplaints }) => {
  expectedComplaints.push(/frame-ancestors/, /refused|violates/i)
  const site = await startForeignSite()
  const dashboard = await makeDashboard()
  const link = await makeLink(dashboard.id, { allowedOrigins: ["https://intranet.example.org"] })
  const shared = link.url
  site.show(`<script>addEventListener("message", ({ data }) => { document.title = "told " + JSON.stringify(data) })</script>
    <iframe title="Embed" src="${link.embedUrl}"></iframe><iframe title="Share" src="${shared}"></iframe>`)
  const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()))
  await page.goto(site.origin)
  await refused
  for (const title of ["Embed", "Share"])
    await expect(page.frameLocator(`iframe[title="${title}"]`).getByText(dashboard.name)).toHaveCount(0)
  await expect(page).toHaveTitle("Foreign")
  await site.close()
})

test("an embed in our own origin tells its height to nobody who has not said hello rightly", async ({ page }) => {
  const dashboard = await makeDashboard()
  const site = await startForeignSite()
  const link = await makeLink(dashboard.id, { allowedOrigins: [site.origin] })
  site.show(`<script>
      const heard = []
      addEventListener("message", ({ data, source }) => {
        heard.push(data.cardloom)
        if (data.cardloom === "ready") {
          for (const hello of ["hello", { cardloom: "hello", more: 1 }, { cardloom: "resize" }]) source.postMessage(hello, "*")
          setTimeout(() => { heard.push("asked"); source.postMessage({ cardloom: "hello" }, "*") }, 500)
        }
        document.title = heard.join(" ")
      })
    </script><iframe src="${link.embedUrl}"></iframe>`)
  await page.goto(site.origin)
  await expect(page).toHaveTitle(/^ready asked size/)
  await site.close()
})

test("an owner makes a link of the present filters, sees what its readers see, changes and revokes it", async ({
  page,
  browser,
}) => {
  const dashboard = await makeDashboard()
  await signIn(page)
  await page.goto(`/dashboards/${dashboard.id}?f.region=${encodeURIComponent('["North"]')}`)
  const open = async () => {
    await page.getByRole("button", { name: "Menu of the dashboard" }).click()
    await page.getByRole("menuitem", { name: "Public links" }).click()
  }
  await open()
  const dialog = page.getByRole("dialog", { name: /^Public links/ })
  await dialog.getByRole("button", { name: "New link" }).click()
  await dialog.getByLabel("Name").fill("For the board")
  await dialog.getByLabel("Password (optional)").fill("open sesame")
  await dialog.getByLabel("Region").click()
  await dialog.getByRole("button", { name: "Make link" }).click()
  const address = await dialog.getByLabel("Address").inputValue()
  expect(address).toContain("/share/")
  await dialog.getByRole("button", { name: "Done" }).click()
  await expect(dialog.getByText("1 locked filter")).toBeVisible()

  const preview = page.waitForEvent("popup")
  await dialog.getByRole("button", { name: "View as this link" }).click()
  const shown = await preview
  await expect(shown.getByText("301")).toBeVisible()
  await expect(shown.getByText("Region")).toHaveCount(0)

  // Somebody without an account, on a phone.
  const reader = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage()
  await reader.goto(address)
  await expect(reader.getByText(dashboard.name)).toHaveCount(0)
  await reader.getByLabel("Password").fill("wrong one")
  await reader.getByRole("button", { name: "Open" }).click()
  await expect(reader.getByText("This is not the link's password.")).toBeVisible()
  await reader.getByLabel("Password").fill("open sesame")
  await reader.getByRole("button", { name: "Open" }).click()
  await expect(reader.getByRole("heading", { name: dashboard.name })).toBeVisible()
  await expect(reader.getByText("301")).toBeVisible()
  await reader.getByRole("button", { name: "Menu of Total" }).click()
  await expect(reader.getByRole("menuitem", { name: "Full screen" })).toBeVisible()
  for (const name of [/Download/, "Run again", "Edit card"])
    await expect(reader.getByRole("menuitem", { name })).toHaveCount(0)

  await dialog.getByRole("button", { name: "Menu of For the board" }).click()
  await page.getByRole("menuitem", { name: "Revoke…" }).click()
  await page.getByRole("button", { name: "Revoke link" }).click()
  await expect(dialog.getByText("No public links")).toBeVisible()
  await reader.reload()
  await expect(reader.getByRole("heading", { name: "This link is not valid" })).toBeVisible()
  await reader.context().close()
})
