import type { Browser, Page } from "@playwright/test"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { expect, stack, test } from "#tests/support/browser-test.ts"
import { signIn } from "#tests/support/sign-in.ts"

const Id = dataOf(z.object({ id: z.string() }))
const PASSWORD = "a long enough secret 7"

type Somebody = { id: string; name: string; email: string; api: ApiClient }

let admin: ApiClient

test.beforeAll(async () => {
  const { url, email, password } = stack()
  admin = await clientWithPassword(url, email, password)
})

const unique = () => crypto.randomUUID().slice(0, 6)

async function makePerson(firstName: string): Promise<Somebody> {
  const name = `${firstName} ${unique()}`
  const email = `${name.replace(" ", ".").toLowerCase()}@example.org`
  const { data } = await admin.expect(Id, "POST", "/api/users", { body: { name, email, password: PASSWORD } })
  return { id: data.id, name, email, api: await clientWithPassword(stack().url, email, PASSWORD) }
}

async function makeGroup(members: Somebody[]): Promise<{ id: string; name: string }> {
  const name = `Team ${unique()}`
  const { data } = await admin.expect(Id, "POST", "/api/groups", { body: { name } })
  for (const { id } of members) await admin.send("POST", `/api/groups/${data.id}/members`, { body: { userId: id } })
  return { id: data.id, name }
}

async function makeDashboard({ api, name: owner }: Somebody) {
  const name = `Sales of ${owner}`
  const { dataset } = await api.upload(`Orders of ${owner}`, "region,amount\nNorth,1\nSouth,2\nNorth,3\n")
  const card = {
    name: "Total",
    code: "def render(dataset, filters, params):\n    return Kpi(int(dataset.amount.sum()), label='Total')",
    datasets: [{ alias: "d", datasetId: dataset.id }],
  }
  const { data: made } = await api.expect(Id, "POST", "/api/cards", { body: card })
  const layout = [{ cardId: made.id, x: 0, y: 0, w: 6, h: 4 }]
  const filters = [{ id: "region", type: "category", label: "Region", column: "region" }]
  const { data } = await api.expect(Id, "POST", "/api/dashboards", { body: { name, layout, filters } })
  return { id: data.id, name, datasetId: dataset.id, datasetName: dataset.name, cardId: made.id }
}

/** A page of somebody's own, in a browser where nobody else is signed in. */
async function pageOf(browser: Browser, person: Somebody): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack().url })
  const page = await context.newPage()
  await signIn(page, { email: person.email, password: PASSWORD })
  return page
}

async function choose(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^${label}`) }).click()
  await page.getByPlaceholder("Name or e-mail").fill(name)
  await page.getByRole("option", { name: new RegExp(name) }).click()
}

const notFound = (page: Page) => page.getByRole("heading", { name: "There is nothing here" })

test("given a dashboard shared with a group in the dialog, its members open it in their role until the group is deleted", async ({
  browser,
}) => {
  const [owner, member, stranger] = [await makePerson("Olga"), await makePerson("Mia"), await makePerson("Sam")]
  const group = await makeGroup([member])
  const dashboard = await makeDashboard(owner)
  const address = `/dashboards/${dashboard.id}`

  const owners = await pageOf(browser, owner)
  await owners.goto(address)
  await owners.getByRole("button", { name: "Share", exact: true }).click()
  const dialog = owners.getByRole("dialog", { name: `Share “${dashboard.name}”` })
  await expect(dialog.getByRole("region", { name: "Datasets shown" })).toContainText(dashboard.datasetName)
  await choose(owners, "Share with", group.name)
  await expect(dialog.getByRole("status")).toContainText(`${group.name} may not use “${dashboard.datasetName}”`)
  await dialog.getByRole("button", { name: "Share", exact: true }).click()
  await expect(dialog.getByRole("list", { name: "Shared with" })).toContainText(group.name)

  const members = await pageOf(browser, member)
  await members.goto("/dashboards")
  await members.getByRole("radio", { name: "Shared with me" }).click()
  await members.getByRole("link", { name: dashboard.name }).click()
  await expect(members.getByRole("article", { name: "Total" }).getByText("6", { exact: true })).toBeVisible()
  await expect(members.getByRole("link", { name: "Edit" })).toBeHidden()
  await expect(members.getByRole("button", { name: "Share", exact: true })).toBeHidden()

  await dialog.getByRole("combobox", { name: `Role of ${group.name}` }).click()
  await owners.getByRole("option", { name: /Editor/ }).click()
  await expect(dialog.getByRole("combobox", { name: `Role of ${group.name}` })).toContainText("Editor")
  await members.reload()
  await expect(members.getByRole("link", { name: "Edit" })).toBeVisible()
  await expect(members.getByRole("button", { name: "Share", exact: true })).toBeHidden()

  const strangers = await pageOf(browser, stranger)
  await strangers.goto(address)
  await expect(notFound(strangers)).toBeVisible()

  await admin.send("DELETE", `/api/groups/${group.id}`)
  await members.getByRole("link", { name: "Edit" }).click()
  await expect(notFound(members)).toBeVisible()
})

test("given a share taken back between two clicks, then the second shows nothing any more", async ({ browser }) => {
  const [owner, reader] = [await makePerson("Olga"), await makePerson("Rex")]
  const dashboard = await makeDashboard(owner)
  const shares = `/api/dashboards/${dashboard.id}/shares`
  const { data: share } = await owner.api.expect(Id, "POST", shares, { body: { userId: reader.id, role: "viewer" } })
  const readers = await pageOf(browser, reader)
  await readers.goto(`/dashboards/${dashboard.id}`)
  const tile = readers.getByRole("article", { name: "Total" })
  await expect(tile.getByText("6", { exact: true })).toBeVisible()

  const owners = await pageOf(browser, owner)
  await owners.goto(`/dashboards/${dashboard.id}`)
  await owners.getByRole("button", { name: "Share", exact: true }).click()
  await owners.getByRole("button", { name: `Stop sharing with ${reader.name}` }).click()
  await owners.getByRole("button", { name: "Stop sharing", exact: true }).click()
  await expect(owners.getByRole("list", { name: "Shared with" })).not.toContainText(reader.name)

  await readers.getByRole("button", { name: /^Region/ }).click()
  await expect(readers.getByText("North")).toBeHidden()
  await readers.reload()
  await expect(notFound(readers)).toBeVisible()
  expect((await reader.api.send("DELETE", `${shares}/${share.id}`)).status).toBe(404)
})

test("given one dashboard, then each role's page offers what that role may do, and nothing else", async ({
  browser,
}) => {
  const [owner, coOwner, editor, viewer] = [
    await makePerson("Olga"),
    await makePerson("Otto"),
    await makePerson("Edda"),
    await makePerson("Vic"),
  ]
  const dashboard = await makeDashboard(owner)
  const shares = `/api/dashboards/${dashboard.id}/shares`
  for (const [{ id: userId }, role] of [
    [coOwner, "owner"],
    [editor, "editor"],
    [viewer, "viewer"],
  ] as const)
    await owner.api.expect(Id, "POST", shares, { body: { userId, role } })

  const { email, password } = stack()
  const anybody = await (await browser.newContext({ baseURL: stack().url })).newPage()
  await anybody.goto(`/dashboards/${dashboard.id}`)
  await expect(anybody).toHaveURL(/\/sign-in\?next=/)
  await signIn(anybody, { email, password })
  for (const [page, { edits, shares: mayShare }] of [
    [await pageOf(browser, owner), { edits: true, shares: true }],
    [await pageOf(browser, coOwner), { edits: true, shares: true }],
    [await pageOf(browser, editor), { edits: true, shares: false }],
    [await pageOf(browser, viewer), { edits: false, shares: false }],
    // An admin, who may do all an owner may.
    [anybody, { edits: true, shares: true }],
  ] as const) {
    await page.goto(`/dashboards/${dashboard.id}`)
    await expect(page.getByRole("article", { name: "Total" }).getByText("6", { exact: true })).toBeVisible()
    await expect(page.getByRole("link", { name: "Edit", exact: true })).toHaveCount(edits ? 1 : 0)
    await expect(page.getByRole("button", { name: "Share", exact: true })).toHaveCount(mayShare ? 1 : 0)
    await page.context().close()
  }
})

test("given an editor made a viewer between two clicks, then saving is refused in words and the page stays", async ({
  browser,
}) => {
  const [owner, editor] = [await makePerson("Olga"), await makePerson("Edda")]
  const dashboard = await makeDashboard(owner)
  const shares = `/api/dashboards/${dashboard.id}/shares`
  const { data: share } = await owner.api.expect(Id, "POST", shares, { body: { userId: editor.id, role: "editor" } })
  const page = await pageOf(browser, editor)
  await page.goto(`/dashboards/${dashboard.id}/edit`)
  await page.getByRole("textbox", { name: "Name of the dashboard" }).fill("Taken over")
  await owner.api.send("PATCH", `${shares}/${share.id}`, { body: { role: "viewer" } })
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("alert").filter({ hasText: /may|allowed|not/i })).toBeVisible()
  await expect(page.getByRole("textbox", { name: "Name of the dashboard" })).toHaveValue("Taken over")
  const { body } = await owner.api.send("GET", `/api/dashboards/${dashboard.id}`)
  expect(body).toMatchObject({ data: { name: dashboard.name } })
})

test("given a dashboard with a public link and no share, then placing a card of another dataset warns as well", async ({
  browser,
}) => {
  const owner = await makePerson("Olga")
  const dashboard = await makeDashboard(owner)
  const { dataset } = await owner.api.upload("Salaries", "pay\n1\n")
  const code = "def render(dataset, filters, params):\n    return len(dataset)"
  const card = { name: "Pay", code, datasets: [{ alias: "d", datasetId: dataset.id }] }
  await owner.api.expect(Id, "POST", "/api/cards", { body: card })
  await owner.api.expect(Id, "POST", `/api/dashboards/${dashboard.id}/links`, { body: { name: "Board" } })
  const page = await pageOf(browser, owner)
  await page.goto(`/dashboards/${dashboard.id}/edit`)
  await page.getByRole("button", { name: "Add cards" }).click()
  await page.getByRole("button", { name: /^Pay/ }).click()
  await page.getByRole("button", { name: "Close" }).click()
  await expect(page.getByRole("status").filter({ hasText: "public links" })).toContainText("“Salaries”")
})

test("given a dataset that somebody's card reads, then taking its use back says what stops before it does", async ({
  browser,
}) => {
  const [owner, user] = [await makePerson("Olga"), await makePerson("Uma")]
  const { datasetId } = await makeDashboard(owner)
  await owner.api.send("POST", `/api/datasets/${datasetId}/shares`, { body: { userId: user.id } })
  const body = { name: "Uma's count", code: "def render(dataset, filters, params):\n    return len(dataset)" }
  await user.api.expect(Id, "POST", "/api/cards", { body: { ...body, datasets: [{ alias: "d", datasetId }] } })

  const owners = await pageOf(browser, owner)
  await owners.goto(`/datasets/${datasetId}`)
  await owners.getByRole("button", { name: "More" }).click()
  await owners.getByRole("menuitem", { name: "Share…" }).click()
  await owners.getByRole("button", { name: `Stop sharing with ${user.name}` }).click()
  await expect(owners.getByRole("list", { name: "What stops working" })).toContainText("Uma's count")
  await owners.getByRole("button", { name: "Stop sharing", exact: true }).click()
  await expect(owners.getByRole("list", { name: "Shared with" })).not.toContainText(user.name)
  expect((await user.api.send("GET", `/api/datasets/${datasetId}`)).status).toBe(404)
})

test("given a shared dashboard, then placing a card of a dataset not shown on it before warns until it is saved", async ({
  browser,
}) => {
  const [owner, reader] = [await makePerson("Olga"), await makePerson("Rex")]
  const dashboard = await makeDashboard(owner)
  const { dataset } = await owner.api.upload("Salaries", "pay\n1\n")
  const code = "def render(dataset, filters, params):\n    return len(dataset)"
  const card = { name: "Pay", code, datasets: [{ alias: "d", datasetId: dataset.id }] }
  await owner.api.expect(Id, "POST", "/api/cards", { body: card })
  const share = { userId: reader.id, role: "viewer" }
  await owner.api.expect(Id, "POST", `/api/dashboards/${dashboard.id}/shares`, { body: share })

  const page = await pageOf(browser, owner)
  await page.goto(`/dashboards/${dashboard.id}/edit`)
  await page.getByRole("button", { name: "Add cards" }).click()
  await page.getByRole("button", { name: /^Total/ }).click()
  await expect(page.getByText("This dashboard is shared.")).toBeHidden()
  await page.getByRole("button", { name: /^Pay/ }).click()
  await page.getByRole("button", { name: "Close" }).click()
  await expect(page.getByRole("status").filter({ hasText: "This dashboard is shared." })).toContainText("“Salaries”")
})

test("given a view kept as the default, then the dashboard opens with it, and says when it is modified", async ({
  browser,
}) => {
  const owner = await makePerson("Olga")
  const dashboard = await makeDashboard(owner)
  const page = await pageOf(browser, owner)
  const total = (words: string) =>
    expect(page.getByRole("article", { name: "Total" }).getByText(words, { exact: true })).toBeVisible()
  await page.goto(`/dashboards/${dashboard.id}?f.region=["North"]`)
  await total("4")

  await page.getByRole("button", { name: "Views" }).click()
  await page.getByRole("menuitem", { name: "Save as a new view…" }).click()
  await page.getByLabel("Name").fill("Up north")
  await page.getByLabel("Open the dashboard with it").click()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByRole("button", { name: /^View:\s*Up north$/ })).toBeVisible()

  await page.goto(`/dashboards/${dashboard.id}`)
  await total("4")
  await expect(page).toHaveURL(/f\.region=/)
  await page.getByRole("button", { name: "Reset" }).click()
  await total("6")
  await page.reload()
  await total("6")

  await page.getByRole("button", { name: "Views" }).click()
  await page.getByRole("menuitem", { name: /Up north/ }).click()
  await total("4")
  await page.goto(page.url().replace("North", "South"))
  await total("2")
  await page.getByRole("button", { name: /^View:\s*Up north\s*Modified$/ }).click()
  await page.getByRole("menuitem", { name: "Update “Up north”" }).click()
  await expect(page.getByRole("button", { name: /^View:\s*Up north$/ })).toBeVisible()
  await page.goto(`/dashboards/${dashboard.id}`)
  await total("2")
})
