import axe from "@axe-core/playwright"
import { expect, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme}`, () => {
    test.use({ colorScheme })

    test("the main screens keep WCAG 2.2 AA as far as a program can tell", async ({ page }) => {
      const violationsOf = async () => {
        const { violations } = await new axe({ page }).withTags(RULES).analyze()
        return violations.map(
          ({ id, nodes }) => `${new URL(page.url()).pathname}: ${id}: ${nodes.map(({ html }) => html).join(" | ")}`,
        )
      }
      await page.goto("/sign-in")
      const found = await violationsOf()
      await signIn(page)
      const work = ["/", "/dashboards", "/cards", "/cards/new", "/datasets", "/datasets/new", "/settings"]
      for (const path of [...work, "/admin/users", "/admin/groups", "/admin/audit"]) {
        await page.goto(path)
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
        found.push(...(await violationsOf()))
      }
      await page.goto("/dashboards")
      await page
        .getByRole("main")
        .getByRole("link", { name: /Wildlife strikes/ })
        .first()
        .click()
      await expect(page.getByRole("article", { name: "Costliest strikes" }).getByRole("table")).toBeVisible()
      found.push(...(await violationsOf()))
      expect(found).toEqual([])
    })
  })
}
