import { mkdtempSync, rmSync } from "node:fs"
import { open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import axe from "@axe-core/playwright"
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import type { Page } from "@playwright/test"
import { clientWithPassword } from "#tests/support/api-client.ts"
import { expect, s3Endpoint, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

/** 店舗,品番,売上日,金額 and three rows, in CP932, with characters that plain Shift_JIS lacks (髙, ①). */
const CP932 = Buffer.from(
  "935895dc2c956994d42c94848fe393fa2c8be08a7a0d0a8e4496792c313030312c323032342f30312f30352c31323030" +
    "0d0a93df94652c313030322c323032342f30312f30362c3938300d0aeee0938789ae87402c313030332c323032342f30" +
    "312f30372c31353030300d0a",
  "hex",
)
const csvFile = (name: string, csv: string | Buffer) => ({ name, mimeType: "text/csv", buffer: Buffer.from(csv) })
const choose = (page: Page, file: Parameters<ReturnType<Page["locator"]>["setInputFiles"]>[0]) =>
  page.locator('input[type="file"]').setInputFiles(file)
const cell = (page: Page, name: string) => page.getByRole("gridcell", { name, exact: true })
const importButton = (page: Page) => page.getByRole("button", { name: "Import", exact: true })

async function setType(page: Page, column: string, type: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^Type of ${column}:`) }).click()
  await page.getByRole("menuitemradio", { name: type, exact: true }).click()
}

async function apiOfAdmin() {
  const { url, email, password } = stack()
  return clientWithPassword(url, email, password)
}

test("given a CP932 file, then it can be read before anything is sent, a type set right, and imported as seen", async ({
  page,
}) => {
  await signIn(page)
  await page.goto("/datasets/new")
  await choose(page, csvFile("売上.csv", CP932))
  await expect(cell(page, "髙島屋①")).toBeVisible()
  await expect(page.getByRole("combobox", { name: "Encoding" })).toContainText("Japanese")
  await expect(page.getByRole("button", { name: "Type of 品番: integer" })).toBeVisible()
  await setType(page, "品番", "text")
  await expect(page.getByRole("button", { name: "Type of 品番: text" })).toBeVisible()
  await expect(page.getByText("Reading it again…")).toBeHidden()
  await page.getByRole("textbox", { name: "Name" }).fill("Shops of Japan")
  await importButton(page).click()
  await expect(page.getByRole("heading", { name: "Shops of Japan" })).toBeVisible()
  await expect(cell(page, "那覇")).toBeVisible()
  await page.getByRole("link", { name: "Columns", exact: true }).click()
  const article = page.getByRole("listitem").filter({ hasText: "品番" })
  await expect(article).toContainText("text")
  await article.getByRole("button", { name: "Describe it: 品番" }).click()
  await article.getByRole("textbox", { name: "Description of 品番" }).fill("As printed on the label")
  await article.getByRole("button", { name: "Save" }).click()
  await expect(article).toContainText("As printed on the label")
})

test("given new data with other columns, then it waits with what it changes; published, the old can be restored", async ({
  page,
}) => {
  const api = await apiOfAdmin()
  const { dataset } = await api.upload("Changing columns", "region,amount\nnorth,1\nsouth,2\n")
  const card = await api.send("POST", "/api/cards", {
    body: {
      name: "Reads region",
      code: "def render(dataset, filters, params):\n    return dataset.region.nunique()",
      datasets: [{ alias: "d", datasetId: dataset.id }],
      columns: ["region"],
    },
  })
  expect(card.status).toBe(201)
  await signIn(page)
  await page.goto(`/datasets/${dataset.id}/import`)
  await choose(page, csvFile("new.csv", "amount,day\nmany,2024-01-01\nfew,2024-01-02\nnone,2024-01-03\n"))
  await importButton(page).click()

  const review = page.getByRole("region", { name: "New data to review" })
  await expect(review).toContainText("region")
  await expect(review).toContainText("was text")
  await expect(review.getByRole("listitem").filter({ hasText: "amount" })).toContainText("other type")
  await expect(review.getByRole("link", { name: "Reads region" })).toBeVisible()
  await expect(cell(page, "north")).toBeVisible()
  await page.reload()
  await review.getByRole("button", { name: "Publish" }).click()
  await expect(cell(page, "many")).toBeVisible()
  await expect(review).toBeHidden()
  await expect(page.getByText("3 rows", { exact: true }).first()).toBeVisible()

  await page.getByRole("link", { name: "Versions", exact: true }).click()
  const versions = page.getByRole("list", { name: "Versions" })
  await expect(page.getByRole("list", { name: "Changed columns" })).toContainText("region")
  await versions.getByRole("link", { name: "Look at it" }).click()
  await expect(page.getByText("You are looking at version 1")).toBeVisible()
  await expect(cell(page, "north")).toBeVisible()
  await page.getByRole("button", { name: "Restore…" }).click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore" }).click()
  await expect(versions.getByRole("listitem").first()).toContainText("Version 3")
  await expect(versions.getByRole("listitem").first()).toContainText("restored from version 1")
  await page.getByRole("link", { name: "Data", exact: true }).click()
  await expect(cell(page, "north")).toBeVisible()
})

test("new data that is dropped leaves everything as it was", async ({ page }) => {
  const api = await apiOfAdmin()
  const { dataset } = await api.upload("Dropped", "a\nold\n")
  await signIn(page)
  await page.goto(`/datasets/${dataset.id}/import`)
  await choose(page, csvFile("same.csv", "a\nnew\n"))
  await page.getByRole("checkbox", { name: /Ask me before publishing/ }).check()
  await importButton(page).click()
  const review = page.getByRole("region", { name: "New data to review" })
  await review.getByRole("button", { name: "Drop" }).click()
  await expect(review).toBeHidden()
  await expect(cell(page, "old")).toBeVisible()
})

test.describe("a file that can't be read", () => {
  // The browser says aloud that the look at the file was answered 400: that is the point here.
  test.use({ expectedComplaints: [/status of 4\d\d/] })

  test("says which line is wrong before anything is sent; a corrected one goes into the same dataset", async ({
    page,
  }) => {
    await signIn(page)
    await page.goto("/datasets/new")
    await choose(page, csvFile("ragged.csv", "a,b\n1,2\n3\n"))
    await expect(page.getByText(/Line 3 has 1 field/)).toBeVisible()
    await importButton(page).click()
    await expect(page.getByRole("alert").filter({ hasText: /line 3/i })).toBeVisible()
    await page.getByRole("button", { name: "Choose another file" }).click()
    await choose(page, csvFile("ragged.csv", "a,b\n1,2\n3,4\n"))
    await importButton(page).click()
    await expect(page).toHaveURL(/\/datasets\/ds_/)
    await expect(page.getByText("2 rows", { exact: true }).first()).toBeVisible()
    await page.goto("/datasets")
    await expect(page.getByRole("main").getByRole("link", { name: "ragged", exact: true })).toHaveCount(1)
  })

  test("is refused at once when it is no table, and another can be chosen", async ({ page }) => {
    await signIn(page)
    await page.goto("/datasets/new")
    await choose(page, csvFile("page.csv", "<!doctype html><html><body>Sign in</body></html>\n"))
    await expect(page.getByRole("alert").filter({ hasText: "HTML" })).toBeVisible()
    await expect(importButton(page)).toBeDisabled()
    await page.getByRole("button", { name: "Choose another file" }).click()
    await expect(page.getByText("Drop a file here")).toBeVisible()
  })
})

test("given a value far down does not fit, then its line and column are told, and one click cures it", async ({
  page,
}) => {
  const rows = Array.from({ length: 300_000 }, (_, row) => `${row},value ${row}`)
  rows[299_998] = "one more,the odd one"
  await signIn(page)
  await page.goto("/datasets/new")
  await choose(page, csvFile("late.csv", `n,words\n${rows.join("\n")}\n`))
  await setType(page, "n", "integer")
  await expect(page.getByText("Reading it again…")).toBeHidden()
  await importButton(page).click()
  const refusal = page.getByRole("alert").filter({ hasText: "one more" })
  await expect(refusal).toContainText(/line 300,?000/i)
  await page.getByRole("button", { name: "Read “n” as text" }).click()
  await expect(page.getByRole("button", { name: "Type of n: text" })).toBeVisible()
  await importButton(page).click()
  await expect(page.getByText("300,000 rows", { exact: true }).first()).toBeVisible()

  const grid = page.getByRole("grid", { name: "Rows" })
  await expect(grid).toHaveAttribute("aria-rowcount", "300001")
  await grid.focus()
  await page.keyboard.press("Control+End")
  await expect(cell(page, "value 299999")).toBeVisible()
  await expect(cell(page, "the odd one")).toBeVisible()
  await page.keyboard.press("Control+Home")
  await expect(cell(page, "value 0")).toBeVisible()
  // By the scrollbar as well as by keys.
  await grid.evaluate((box) => box.scrollTo({ top: box.scrollHeight / 2 }))
  await expect(cell(page, "value 150000")).toBeVisible()
})

test("the header may stand below notes, chosen by its line", async ({ page }) => {
  await signIn(page)
  await page.goto("/datasets/new")
  await choose(page, csvFile("notes.csv", "Report of May\nfor you\ncity,n\nOslo,1\nRome,2\n"))
  await page.getByText("Lines of the file").click()
  await page.getByRole("radio", { name: /city,n/ }).check()
  await page.getByText("Values", { exact: true }).click()
  await expect(page.getByRole("button", { name: "Type of n: integer" })).toBeVisible()
  await expect(cell(page, "Oslo")).toBeVisible()
})

test("notes above the header that the preview leaves out are left out by the import", async ({ page }) => {
  await signIn(page)
  await page.goto("/datasets/new")
  await choose(page, csvFile("report.csv", "Report of May\n\ncity,n,share\nOslo,1,0.5\nRome,2,0.5\n"))
  await expect(page.getByText("They are left out here")).toBeVisible()
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await page.waitForURL(/\/datasets\/ds_/)
  await expect(cell(page, "Oslo")).toBeVisible()
})

test.describe("a large file", () => {
  const folder = mkdtempSync(join(tmpdir(), "cardloom-large-"))
  const path = join(folder, "large.csv")
  test.beforeAll(async () => {
    const file = await open(path, "w")
    await file.write("id,day,name,amount,note\n")
    for (let block = 0; block < 150; block++) {
      const lines = Array.from(
        { length: 10_000 },
        (_, row) =>
          `${block * 10_000 + row},2024-01-${String((row % 28) + 1).padStart(2, "0")},name ${row},${row}.25,some words here\n`,
      )
      await file.write(lines.join(""))
    }
    await file.close()
  })
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test("can be cancelled while it is sent, with the settings still there; leaving meanwhile asks first", async ({
    page,
    context,
  }) => {
    await signIn(page)
    await page.goto("/datasets/new")
    await choose(page, path)
    await expect(page.getByRole("grid")).toBeVisible()
    const network = await context.newCDPSession(page)
    await network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 500_000,
    })
    await importButton(page).click()
    await expect(page.getByText("Sending the file…")).toBeVisible()
    await page.getByRole("link", { name: "Cards" }).first().click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Stay" }).click()
    await page.getByRole("button", { name: "Cancel" }).click()
    await expect(page.getByText("Cancelled. Nothing was imported.")).toBeVisible()
    await expect(page.getByRole("grid")).toBeVisible()
  })

  test("shows how its import stands after the page is loaded again, and can be cancelled then", async ({ page }) => {
    await signIn(page)
    await page.goto("/datasets/new")
    await choose(page, path)
    await importButton(page).click()
    await page.waitForURL(/[?&]run=run_/)
    await page.reload()
    await expect(page).toHaveURL(/\/datasets\/ds_/)
    await page.getByRole("button", { name: "Cancel" }).click()
    await expect(page.getByText("The import was cancelled.")).toBeVisible()
  })
})

test("a file in S3 is found by its folder, imported, and imported again only when it has changed", async ({ page }) => {
  const endpoint = s3Endpoint()
  test.skip(endpoint === null, "This stack was started without a server of S3's protocol.")
  const s3 = new S3Client({
    region: "us-east-1",
    endpoint: endpoint ?? "",
    forcePathStyle: true,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  })
  const put = (body: string) =>
    s3.send(new PutObjectCommand({ Bucket: "lake", Key: "exports/2024/orders.csv", Body: body }))
  await put("id,city\n1,Oslo\n")
  await signIn(page)
  await page.goto("/datasets/new")
  await page.getByText("In S3").click()
  await page.getByRole("button", { name: "exports/" }).click()
  await page.getByRole("button", { name: "2024/" }).click()
  await page.getByRole("button", { name: /orders\.csv/ }).click()
  await expect(cell(page, "Oslo")).toBeVisible()
  await page.getByRole("textbox", { name: "Name" }).fill("Orders of the lake")
  await importButton(page).click()
  await expect(page.getByRole("heading", { name: "Orders of the lake" })).toBeVisible()
  await expect(page.getByText("s3://lake/exports/2024/orders.csv")).toBeVisible()

  await page.getByRole("button", { name: "Import again" }).click()
  await expect(page.getByText(/the file in S3 was unchanged/)).toBeVisible()
  await put("id,city\n1,Oslo\n2,Rome\n")
  await page.getByRole("button", { name: "Import again" }).click()
  await expect(cell(page, "Rome")).toBeVisible()
  s3.destroy()
})

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme })
    test("the wizard and the parts of a dataset keep WCAG 2.2 AA as far as a program can tell", async ({ page }) => {
      const found: string[] = []
      const look = async () => {
        const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        const { violations } = await new axe({ page }).withTags(tags).analyze()
        for (const { id, nodes } of violations)
          found.push(`${page.url()}: ${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
      }
      await signIn(page)
      await page.goto("/datasets/new")
      await choose(page, csvFile("small.csv", "a,day\n1,2024-01-01\n,2024-01-02\n"))
      await expect(page.getByRole("grid")).toBeVisible()
      await look()
      await page.getByText("Lines of the file").click()
      await look()
      await page.goto("/datasets")
      await page.getByRole("main").getByRole("link", { name: "Wildlife strikes" }).click()
      await expect(page.getByRole("grid", { name: "Rows" })).toBeVisible()
      await look()
      for (const part of ["Columns", "Versions", "Used by", "About"]) {
        await page.getByRole("link", { name: part, exact: true }).click()
        await expect(page.getByRole("link", { name: part, exact: true })).toHaveAttribute("aria-current", "page")
        await expect(page.locator("output")).toHaveCount(0)
        await look()
      }
      expect(found).toEqual([])
    })
  })
}
