import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { FilterViewSummary } from "#lib/domain/filter-view.ts"
import type { ApiClient } from "#tests/support/api-client.ts"
import { startStackWithMembers, type MemberClient, type StackWithMembers } from "#tests/support/stack-with-members.ts"

const Id = dataOf(z.object({ id: z.string() }))
const FILTERS = [
  { id: "region", type: "category", label: "Region", column: "region" },
  { id: "text", type: "text", label: "Text", column: "name" },
]

let running: StackWithMembers
let owner: MemberClient
let viewer: MemberClient
let path: string

beforeAll(async () => {
  running = await startStackWithMembers()
  owner = await running.member("Olga")
  viewer = await running.member("Vera")
})
afterAll(() => running?.stop())

beforeEach(async () => {
  const { data } = await owner.expect(Id, "POST", "/api/dashboards", { body: { name: "Sales", filters: FILTERS } })
  path = `/api/dashboards/${data.id}`
  await owner.send("POST", `${path}/shares`, { body: { userId: viewer.userId, role: "viewer" } })
})

const keep = async (client: ApiClient, body: object) =>
  (
    await client.expect(dataOf(FilterViewSummary), "POST", `${path}/filter-views`, {
      body: { name: "View", values: { region: ["North"] }, ...body },
    })
  ).data
const viewsOf = async (client: ApiClient) =>
  (await client.expect(pageOf(FilterViewSummary), "GET", `${path}/filter-views`)).data
const statusOf = async (client: ApiClient, method: string, at: string, body?: unknown) =>
  (await client.send(method, `${path}/filter-views${at}`, body === undefined ? {} : { body })).status

test("a personal view is its maker's alone, not even an admin's", async () => {
  const { id } = await keep(viewer, { name: "Mine" })
  expect((await viewsOf(viewer)).map(({ name, canEdit }) => [name, canEdit])).toEqual([["Mine", true]])
  for (const other of [owner, running.admin]) {
    expect(await viewsOf(other)).toEqual([])
    expect(await statusOf(other, "PATCH", `/${id}`, { name: "x" })).toBe(404)
    expect(await statusOf(other, "DELETE", `/${id}`)).toBe(404)
  }
})

test("a shared view is seen by all readers and changed by editors", async () => {
  expect(await statusOf(viewer, "POST", "", { name: "x", values: {}, scope: "shared" })).toBe(403)
  const { id } = await keep(owner, { name: "All", scope: "shared" })
  expect(await viewsOf(viewer)).toMatchObject([{ id, name: "All", scope: "shared", canEdit: false }])
  expect(await statusOf(viewer, "PATCH", `/${id}`, { name: "x" })).toBe(403)
  expect(await statusOf(viewer, "DELETE", `/${id}`)).toBe(403)
  expect(await statusOf(owner, "PATCH", `/${id}`, { name: "South", values: { region: ["South"] } })).toBe(200)
  expect(await viewsOf(viewer)).toMatchObject([{ name: "South", values: { region: ["South"] } }])
  expect(await statusOf(owner, "DELETE", `/${id}`)).toBe(204)
  expect(await viewsOf(viewer)).toEqual([])
})

test("there is one default of one's own and one shared, and one's own comes first", async () => {
  const shared = await keep(owner, { name: "Z shared", scope: "shared", isDefault: true })
  const first = await keep(viewer, { name: "A", isDefault: true })
  const second = await keep(viewer, { name: "B", isDefault: true })
  const defaults = async () => (await viewsOf(viewer)).filter(({ isDefault }) => isDefault).map(({ id }) => id)
  expect(await defaults()).toEqual([second.id, shared.id])
  await statusOf(viewer, "PATCH", `/${first.id}`, { isDefault: true })
  expect(await defaults()).toEqual([first.id, shared.id])
  // No longer the default: saying so again must not take it from another.
  await statusOf(viewer, "PATCH", `/${second.id}`, { isDefault: false })
  expect(await defaults()).toEqual([first.id, shared.id])
  await statusOf(viewer, "DELETE", `/${first.id}`)
  expect(await defaults()).toEqual([shared.id])
  expect(await viewsOf(owner)).toMatchObject([{ id: shared.id, isDefault: true }])
})

test("values that no filter here understands are refused, and forgotten when the filters change", async () => {
  expect(await statusOf(viewer, "POST", "", { name: "x", values: { nope: ["a"] } })).toBe(400)
  expect(await statusOf(viewer, "POST", "", { name: "x", values: { region: { min: 1 } } })).toBe(400)
  await keep(viewer, { values: { region: ["North"], text: "a" } })
  await owner.expect(Id, "PATCH", path, { body: { filters: FILTERS.slice(1) }, headers: { "if-match": '"1"' } })
  expect(await viewsOf(viewer)).toMatchObject([{ values: { text: "a" } }])
  expect((await viewsOf(viewer))[0]?.values).not.toHaveProperty("region")
})
