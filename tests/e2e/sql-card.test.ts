import { dataOf } from "#lib/domain/api.ts"
import { CardDetail, DashboardDetail } from "#lib/domain/summaries.ts"
import { clientWithPassword } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

const CSV =
  "region,day,amount\n" +
  ["north,2024-01-05,10", "north,2024-02-05,20", "south,2024-01-06,300", "south,2024-03-01,4000"].join("\n") +
  "\n"
const SQL = "SELECT region, sum(amount) AS total, count(*) AS orders FROM sql_sales GROUP BY region ORDER BY region"

async function upload(name: string) {
  const { url, email, password } = stack()
  const api = await clientWithPassword(url, email, password)
  return { api, dataset: (await api.upload(name, CSV)).dataset }
}

test("write a SQL card, choose its chart by the columns of its result, save it", async ({ page }) => {
  test.slow()
  const { dataset } = await upload("SQL sales")
  await signIn(page)
  await page.goto(`/cards/new?dataset=${dataset.id}`)

  // A starter in SQL is offered at once, and runs.
  const language = page.getByRole("radiogroup", { name: "Language" }).or(page.getByRole("group", { name: "Language" }))
  await language.getByText("SQL").click()
  const code = page.getByRole("textbox", { name: /SQL code/ })
  await expect(code).toBeAttached()
  const chart = page.getByRole("region", { name: "Chart" })
  await expect(chart.getByRole("combobox", { name: "Show as" })).toHaveText("Lines")
  await expect(page.getByText("4 rows read")).toBeVisible()

  // What one has written is asked about before it is lost.
  await page.getByRole("textbox", { name: "Name of the card" }).fill("Sales by region")
  await code.focus()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.insertText("SELECT nothing FROM sql_sales")
  await language.getByText("Python").click()
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click()
  await page.getByRole("button", { name: "Run" }).first().click()
  await expect(page.getByText('There is no column "nothing" here.').first()).toBeVisible()

  await code.focus()
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.insertText(SQL)
  await page.getByRole("button", { name: "Run" }).first().click()
  // The starter's chart does not fit these columns: it says so, and which there are.
  await expect(page.getByText("The result's columns: region, total, orders.")).toBeVisible()
  await chart.getByRole("combobox", { name: "Show as" }).click()
  await page.getByRole("option", { name: "Bars" }).click()
  await expect(chart.getByRole("combobox", { name: "Along the bottom" })).toHaveText("region")
  await expect(chart.getByRole("checkbox", { name: "total" })).toBeChecked()
  await expect(page.getByText("The result's columns")).toBeHidden()
  const editorFigure = page.frameLocator("iframe").locator(".barlayer .bars path")
  await expect(editorFigure).toHaveCount(2)
  // Each setting draws anew.
  await chart.getByRole("checkbox", { name: "orders" }).check()
  await expect(editorFigure).toHaveCount(4)
  await chart.getByRole("checkbox", { name: "orders" }).uncheck()
  await expect(editorFigure).toHaveCount(2)
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page).toHaveURL(/\/cards\/card_/)

  await page.goto("/cards")
  await expect(page.getByRole("row", { name: /Sales by region/ })).toContainText("SQL")
})

test("a SQL card's bars follow the dashboard's filter, and its rows are at hand", async ({ page }) => {
  const { api, dataset } = await upload("Sales for bars")
  const card = await api.expect(dataOf(CardDetail), "POST", "/api/cards", {
    body: {
      name: "Bars by region",
      language: "sql",
      code: "SELECT region, sum(amount) AS total FROM sales GROUP BY region ORDER BY region",
      datasets: [{ alias: "sales", datasetId: dataset.id }],
      chart: { type: "bar", x: "region", y: ["total"] },
    },
  })
  const dashboard = await api.expect(dataOf(DashboardDetail), "POST", "/api/dashboards", {
    body: {
      name: "SQL dashboard",
      layout: [{ cardId: card.data.id, x: 0, y: 0, w: 6, h: 6 }],
      filters: [{ id: "region", type: "category", label: "Region", column: "region", multi: true }],
    },
  })
  await signIn(page)
  await page.goto(`/dashboards/${dashboard.data.id}`)
  const bars = page.frameLocator("iframe").locator(".barlayer .bars path")
  await expect(bars).toHaveCount(2)
  await page
    .getByRole("group", { name: "Filters" })
    .getByRole("button", { name: /Region/i })
    .click()
  await page.getByRole("option", { name: /north/ }).click()
  await page.keyboard.press("Escape")
  await expect(bars).toHaveCount(1)

  // The rows behind the bars are at hand.
  await page
    .getByRole("article", { name: "Bars by region" })
    .getByRole("button", { name: /^Menu of/ })
    .click()
  await page.getByRole("menuitem", { name: "View data" }).click()
  await expect(page.getByRole("dialog").getByRole("cell", { name: "30" })).toBeVisible()
})
