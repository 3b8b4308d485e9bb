import { expect, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

const CSV =
  "region,day,amount\n" +
  ["north,2024-01-05,10", "north,2024-02-05,20", "south,2024-01-06,300", "south,2024-03-01,4000"].join("\n") +
  "\n"
const CODE = "def render(dataset, filters, params):\n    return int(dataset.amount.sum())"

test("sign in, upload, write a card, put it on a dashboard, filter, see the change", async ({ page }) => {
  await signIn(page)

  await page.getByRole("link", { name: "Datasets" }).click()
  await page.getByRole("link", { name: "Import" }).click()
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "sales.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) })
  await page.getByRole("textbox", { name: "Name" }).fill("Sales of a test")
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await expect(page.getByRole("heading", { name: "Sales of a test" })).toBeVisible()
  await expect(page.getByRole("gridcell", { name: "north" }).first()).toBeVisible()

  await page.getByRole("link", { name: "New card" }).click()
  await page.getByRole("textbox", { name: "Name of the card" }).fill("Sum of sales")
  const code = page.getByRole("textbox", { name: /Python code/ })
  await code.focus()
  await page.keyboard.press("ControlOrMeta+a")
  // Typed as pasted, so that the editor's own indentation does not add to ours.
  await page.keyboard.insertText(CODE)
  await page.getByRole("button", { name: "Run" }).first().click()
  await expect(page.getByText("4,330")).toBeVisible()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page).toHaveURL(/\/cards\/card_/)

  await page.getByRole("link", { name: "Dashboards" }).click()
  await page.getByRole("link", { name: "New dashboard" }).first().click()
  await page.getByLabel("Name").fill("Sales dashboard")
  await page.getByRole("button", { name: "Create and add cards" }).click()
  await expect(page).toHaveURL(/\/edit/)
  await page.getByRole("button", { name: "Add cards" }).first().click()
  await page.getByRole("dialog").getByText("Sum of sales").first().click()
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Filters" }).first().click()
  const dialog = page.getByRole("dialog")
  await dialog.getByRole("button", { name: /Add filter|New filter/ }).click()
  await dialog
    .getByRole("button", { name: "Column" })
    .or(dialog.getByRole("combobox", { name: "Column" }))
    .click()
  await page.getByRole("option", { name: /region/ }).click()
  await dialog
    .getByRole("button", { name: /Add|Done|Save/ })
    .last()
    .click()
  await dialog.getByRole("button", { name: "Done" }).click()
  await page.getByRole("button", { name: "Save" }).click()

  const tile = page.getByRole("article", { name: "Sum of sales" })
  await expect(tile.getByText("4,330")).toBeVisible()
  await page
    .getByRole("group", { name: "Filters" })
    .getByRole("button", { name: /Region/i })
    .click()
  await page.getByRole("option", { name: /north/ }).click()
  await expect(tile.getByText("30", { exact: true })).toBeVisible()
  await expect(page).toHaveURL(/f\.region=/)
  await page.reload()
  await expect(tile.getByText("30", { exact: true })).toBeVisible()
})

test("on the demo dashboard a filter changes every card", async ({ page }) => {
  await signIn(page)
  await page.goto("/")
  await page
    .getByRole("main")
    .getByRole("link", { name: /Seattle weather/ })
    .first()
    .click()
  const average = page.getByRole("article", { name: "Average high" })
  await expect(average.getByText("16.4")).toBeVisible()
  await expect(page.getByRole("article", { name: "Wettest day" }).getByText("55.9")).toBeVisible()
  await page
    .getByRole("group", { name: "Filters" })
    .getByRole("button", { name: /Weather/ })
    .click()
  await page.getByRole("option", { name: /snow/ }).click()
  await page.keyboard.press("Escape")
  await expect(average.getByText("16.4")).toBeHidden()
  await expect(page.getByRole("article", { name: "Wettest day" }).getByText("23.9")).toBeVisible()
  await expect(page.getByRole("article", { name: "Days without rain" }).getByText("0%").first()).toBeVisible()
  await expect(
    page.getByRole("article", { name: "Hottest days" }).getByRole("cell", { name: "snow" }).first(),
  ).toBeVisible()
})
