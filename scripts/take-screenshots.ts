/**
 * Takes the pictures of the README and the guides from a running stack with demo data:
 * `node scripts/take-screenshots.ts http://localhost:3000 EMAIL PASSWORD`, and names of pictures when not all are to be
 * taken. Writes docs/screenshots/.
 */
import { join } from "node:path"
import { chromium, type Page } from "@playwright/test"

const [url, email, password, ...names] = process.argv.slice(2)
if (!url || !email || !password) throw new Error("Give the stack's address, an e-mail address and a password.")
const folder = join(import.meta.dirname, "../docs/screenshots")

type Shot = {
  name: string
  width: number
  height: number
  theme: "light" | "dark"
  open: (page: Page) => Promise<void>
}

const wide = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

async function openDashboard(page: Page, name = "Seattle weather"): Promise<void> {
  await page.goto("/dashboards")
  await page.getByRole("main").getByRole("link", { name }).first().click()
  await page.getByRole("article").first().waitFor()
  await figuresDrawn(page)
}

/** A tile, and a figure in it, is busy until it is drawn. */
async function figuresDrawn(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle")
  await page.waitForFunction(() => document.querySelectorAll('main [aria-busy="true"]').length === 0)
}

async function openDataset(page: Page): Promise<void> {
  await page.goto("/datasets")
  await page.getByRole("main").getByRole("link", { name: "Wildlife strikes" }).click()
  await page.waitForURL(/\/datasets\/ds_/)
  await page.getByRole("gridcell", { name: "KC-10A" }).first().waitFor()
  await page.waitForLoadState("networkidle")
}

async function openTransform(page: Page): Promise<void> {
  await page.goto("/transforms")
  await page.getByRole("main").getByRole("link", { name: "Seattle weather by month" }).first().click()
  await page.locator(".monaco-editor .view-lines").waitFor()
  await page.getByRole("tabpanel").getByText("48 rows").waitFor()
}

const SHOTS: readonly Shot[] = [
  { name: "home-light", ...wide, theme: "light", open: async (page) => void (await page.goto("/")) },
  { name: "home-phone-dark", ...phone, theme: "dark", open: async (page) => void (await page.goto("/")) },
  { name: "dashboard-light", ...wide, height: 1100, theme: "light", open: openDashboard },
  { name: "dashboard-dark", ...wide, theme: "dark", open: (page) => openDashboard(page, "Wildlife strikes") },
  { name: "dashboard-phone-light", ...phone, theme: "light", open: openDashboard },
  {
    name: "dashboard-edit-light",
    ...wide,
    theme: "light",
    open: async (page) => {
      await openDashboard(page)
      await page.getByRole("link", { name: "Edit", exact: true }).click()
      await page.waitForURL(/\/edit/)
      await page.getByText("55.9").waitFor()
      await page.getByRole("article", { name: "Hottest days" }).getByRole("table").waitFor()
      await figuresDrawn(page)
    },
  },
  ...(["light", "dark"] as const).map((theme) => ({
    name: `card-editor-${theme}`,
    ...wide,
    theme,
    open: async (page: Page) => {
      await page.goto("/cards")
      await page.getByRole("main").getByRole("link", { name: "Temperature", exact: true }).click()
      await page.locator(".monaco-editor .view-lines").waitFor()
      await page.getByRole("button", { name: "Run" }).first().click()
      await page.getByText(/rows read/).waitFor()
      await figuresDrawn(page)
    },
  })),
  { name: "transform-light", ...wide, theme: "light", open: openTransform },
  {
    name: "transform-runs-dark",
    ...wide,
    theme: "dark",
    open: async (page) => {
      await openTransform(page)
      await page.getByRole("tab", { name: /^Runs/ }).click()
      await page.getByText("1,461 days became 48 months").waitFor()
    },
  },
  {
    name: "import-light",
    ...wide,
    theme: "light",
    open: async (page) => {
      await page.goto("/datasets/new")
      const file = join(import.meta.dirname, "demo/data/birdstrikes.csv")
      await page.locator('input[type="file"]').setInputFiles(file)
      await page.getByRole("gridcell", { name: "KC-10A" }).first().waitFor()
      await page.waitForLoadState("networkidle")
    },
  },
  { name: "dataset-light", ...wide, theme: "light", open: openDataset },
  { name: "dataset-dark", ...wide, theme: "dark", open: openDataset },
  { name: "dataset-phone-light", ...phone, theme: "light", open: openDataset },
]

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
})
for (const { name, width, height, theme, open } of SHOTS) {
  if (names.length > 0 && !names.includes(name)) continue
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    baseURL: url,
    locale: "en-GB",
  })
  const page = await context.newPage()
  await page.goto("/sign-in")
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"))
  await open(page)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" })
  await context.close()
  process.stdout.write(`${name}\n`)
}
await browser.close()
