/**
 * Takes the pictures of the README and the guides from a running stack with demo data and the scripted model
 * (`--fake-chat`): `node scripts/take-screenshots.ts http://localhost:3000 EMAIL PASSWORD`, and names of pictures when
 * not all are to be taken. Writes docs/screenshots/.
 */
import { join } from "node:path"
import { chromium, type Page } from "@playwright/test"
import { makePeople } from "./screenshots/make-people.ts"

const [url, email, password, ...names] = process.argv.slice(2)
if (!url || !email || !password) throw new Error("Give the stack's address, an e-mail address and a password.")
const folder = join(import.meta.dirname, "../docs/screenshots")

type Shot = {
  name: string
  width: number
  height: number
  theme: "light" | "dark"
  /** `linkUrl`: a public link to the dashboard of the weather. */
  open: (page: Page, linkUrl: string) => Promise<void>
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

async function openSharing(page: Page): Promise<void> {
  await openDashboard(page)
  await page.getByRole("button", { name: "Share", exact: true }).click()
  await page.getByRole("list", { name: "Shared with" }).getByText("Field team").waitFor()
  await page.getByRole("region", { name: "Datasets shown" }).waitFor()
  await page.waitForLoadState("networkidle")
}

async function openLinks(page: Page): Promise<void> {
  await openDashboard(page)
  await page.getByRole("button", { name: "Menu of the dashboard" }).click()
  await page.getByRole("menuitem", { name: "Public links" }).click()
  await page.getByText("Rainy days, for the board").waitFor()
}

async function openPublic(page: Page, linkUrl: string): Promise<void> {
  await page.goto(linkUrl)
  await page.getByRole("article").first().waitFor()
  await figuresDrawn(page)
}

async function openAnswer(page: Page): Promise<void> {
  await openDashboard(page)
  await page.getByRole("button", { name: "Ask", exact: true }).click()
  await page.getByRole("textbox", { name: "Your question" }).fill("Which weather is the most frequent?")
  await page.keyboard.press("Enter")
  await page.getByRole("button", { name: "Copy the answer" }).waitFor()
  await figuresDrawn(page)
  await page.getByRole("figure").frameLocator("iframe").locator(".barlayer .bars path").first().waitFor()
}

async function openUsers(page: Page): Promise<void> {
  await page.goto("/admin/users")
  await page.getByText("Maya Lindqvist").waitFor()
}

async function openGroup(page: Page): Promise<void> {
  await page.goto("/admin/groups")
  await page.getByRole("link", { name: "Field team" }).click()
  await page.getByText("Maya Lindqvist").waitFor()
}

async function openAudit(page: Page): Promise<void> {
  await page.goto("/admin/audit")
  await page.getByRole("cell", { name: "Made a share link" }).first().waitFor()
  await page.getByRole("combobox", { name: "What" }).filter({ hasText: "Everything" }).waitFor()
}

async function openSettings(page: Page): Promise<void> {
  await page.goto("/settings")
  await page.getByText("This one").waitFor()
  await page.waitForLoadState("networkidle")
}

const SHOTS: readonly Shot[] = [
  { name: "home-light", ...wide, theme: "light", open: async (page) => void (await page.goto("/")) },
  { name: "home-phone-dark", ...phone, theme: "dark", open: async (page) => void (await page.goto("/")) },
  { name: "dashboard-light", ...wide, height: 1100, theme: "light", open: (page) => openDashboard(page) },
  { name: "dashboard-dark", ...wide, theme: "dark", open: (page) => openDashboard(page, "Wildlife strikes") },
  { name: "dashboard-phone-light", ...phone, theme: "light", open: (page) => openDashboard(page) },
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
  {
    name: "card-editor-light",
    ...wide,
    theme: "light",
    open: async (page) => {
      await page.goto("/cards")
      await page.getByRole("main").getByRole("link", { name: "Temperature", exact: true }).click()
      await page.locator(".monaco-editor .view-lines").waitFor()
      await page.getByRole("button", { name: "Run" }).first().click()
      await page.getByText(/rows read/).waitFor()
      await figuresDrawn(page)
    },
  },
  {
    name: "transforms-light",
    ...wide,
    height: 480,
    theme: "light",
    open: async (page) => void (await page.goto("/transforms")),
  },
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
  { name: "sharing-light", ...wide, theme: "light", open: openSharing },
  { name: "links-light", ...wide, theme: "light", open: openLinks },
  { name: "public-light", ...wide, theme: "light", open: openPublic },
  { name: "users-light", ...wide, height: 640, theme: "light", open: openUsers },
  { name: "group-light", ...wide, height: 640, theme: "light", open: openGroup },
  { name: "audit-light", ...wide, theme: "light", open: openAudit },
  { name: "settings-light", ...wide, height: 1100, theme: "light", open: openSettings },
  // Last: what it looks up is in the audit log.
  { name: "chat-light", ...wide, theme: "light", open: openAnswer },
]

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
})
const { storageState, linkUrl } = await signInOnce(email, password)
for (const { name, width, height, theme, open } of SHOTS) {
  if (names.length > 0 && !names.includes(name)) continue
  const context = await browser.newContext({
    storageState,
    viewport: { width, height },
    colorScheme: theme,
    baseURL: url,
    locale: "en-GB",
  })
  const page = await context.newPage()
  await open(page, linkUrl)
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" })
  await context.close()
  process.stdout.write(`${name}\n`)
}
await browser.close()

/** Once for all pictures, so that the audit log shows more than sign-ins. */
async function signInOnce(adminEmail: string, adminPassword: string) {
  const context = await browser.newContext({ baseURL: url })
  const page = await context.newPage()
  await page.goto("/sign-in")
  await page.getByLabel("E-mail").fill(adminEmail)
  await page.getByLabel("Password").fill(adminPassword)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"))
  const publicUrl = await makePeople(page)
  const state = await context.storageState()
  await context.close()
  return { storageState: state, linkUrl: publicUrl }
}
