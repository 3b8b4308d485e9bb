import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { Share } from "#lib/domain/grant.ts"
import { RenderLine, type TileResult } from "#lib/domain/render-line.ts"
import { DashboardDetail, Home } from "#lib/domain/summaries.ts"
import { addMember, createGroup, deleteGroup, removeMember } from "#lib/server/groups/group-store.ts"
import { updateUser } from "#lib/server/users/user-store.ts"
import type { ApiClient } from "#tests/support/api-client.ts"
import { startStackWithMembers, type MemberClient, type StackWithMembers } from "#tests/support/stack-with-members.ts"

const Id = dataOf(z.object({ id: z.string(), version: z.int() }))
const COUNT = "def render(dataset, filters, params):\n    return len(dataset)"
const CSV = "region,amount\nNorth,1\nSouth,2\nNorth,3\n"

let running: StackWithMembers
let names = 0
/** Ann owns what each test begins with; Ben and Cy come to it. */
let ann: MemberClient
let ben: MemberClient
let cy: MemberClient

beforeAll(async () => {
  running = await startStackWithMembers()
})
afterAll(() => running?.stop())

beforeEach(async () => {
  names += 1
  ann = await running.member(`Ann${names}`)
  ben = await running.member(`Ben${names}`)
  cy = await running.member(`Cy${names}`)
})

const makeDataset = async (client: ApiClient, name = "Orders") => (await client.upload(name, CSV)).dataset.id

async function makeCard(client: ApiClient, datasetId: string, name = "Count"): Promise<string> {
  const body = { name, code: COUNT, datasets: [{ alias: "d", datasetId }] }
  return (await client.expect(Id, "POST", "/api/cards", { body })).data.id
}

async function makeDashboard(client: ApiClient, cardIds: string[]): Promise<string> {
  const layout = cardIds.map((cardId, y) => ({ cardId, x: 0, y, w: 6, h: 1 }))
  const filters = [{ id: "region", type: "category", label: "Region", column: "region" }]
  return (await client.expect(Id, "POST", "/api/dashboards", { body: { name: "Sales", layout, filters } })).data.id
}

async function annsWorld() {
  const datasetId = await makeDataset(ann)
  const cardId = await makeCard(ann, datasetId)
  return { datasetId, cardId, dashboardId: await makeDashboard(ann, [cardId]) }
}

const shareWith = async (client: ApiClient, path: string, body: object) =>
  (await client.expect(dataOf(Share), "POST", `${path}/shares`, { body })).data
const sharesOf = async (client: ApiClient, path: string) =>
  (await client.expect(pageOf(Share), "GET", `${path}/shares`)).data
const statusOf = async (client: ApiClient, method: string, path: string, body?: unknown) =>
  (await client.send(method, path, body === undefined ? {} : { body })).status

async function tilesOf(client: ApiClient, dashboardId: string): Promise<TileResult[]> {
  const answer = await client.send("POST", `/api/dashboards/${dashboardId}/render`, { body: {} })
  expect(answer.status).toBe(200)
  return String(answer.body)
    .trim()
    .split("\n")
    .map((line) => RenderLine.parse(JSON.parse(line)))
    .filter((line) => "itemId" in line)
}
const countOn = async (client: ApiClient, dashboardId: string) =>
  (await tilesOf(client, dashboardId))[0]?.display?.["application/vnd.cardloom.kpi+json"]?.value

async function placeCards(client: ApiClient, dashboardId: string, cardIds: string[]): Promise<void> {
  const { version } = (await client.expect(dataOf(DashboardDetail), "GET", `/api/dashboards/${dashboardId}`)).data
  const layout = cardIds.map((cardId, y) => ({ cardId, x: 0, y, w: 6, h: 1 }))
  await client.expect(Id, "PATCH", `/api/dashboards/${dashboardId}`, {
    body: { layout },
    headers: { "if-match": `"${version}"` },
  })
}

describe("a shared dashboard", () => {
  test("is seen until the share is taken back, and not by the next request", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    expect(await statusOf(ben, "GET", path)).toBe(404)
    const share = await shareWith(ann, path, { userId: ben.userId, role: "viewer" })
    expect(share).toMatchObject({ name: ben.name, role: "viewer", principal: { type: "user", userId: ben.userId } })
    expect(await countOn(ben, dashboardId)).toBe(3)
    expect(await statusOf(ann, "DELETE", `${path}/shares/${share.id}`)).toBe(204)
    expect(await statusOf(ben, "GET", path)).toBe(404)
    expect(await statusOf(ben, "POST", `${path}/render`, {})).toBe(404)
    expect(await statusOf(ann, "DELETE", `${path}/shares/${share.id}`)).toBe(404)
  })

  test("when shared once more with the same person has one share, with the new role", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    const first = await shareWith(ann, path, { userId: ben.userId, role: "viewer" })
    const second = await shareWith(ann, path, { userId: ben.userId, role: "editor" })
    expect(second).toMatchObject({ id: first.id, role: "editor" })
    expect(await sharesOf(ann, path)).toHaveLength(1)
    const { access } = (await ben.expect(dataOf(DashboardDetail), "GET", path)).data
    expect(access).toBe("editor")
    await ann.expect(dataOf(Share), "PATCH", `${path}/shares/${first.id}`, { body: { role: "viewer" } })
    expect((await ben.expect(dataOf(DashboardDetail), "GET", path)).data.access).toBe("viewer")
  })

  test("shared with a group is its members', while they are in it and it exists", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    const { id: groupId } = await createGroup(`Team ${names}`)
    await addMember(groupId, ben.userId)
    await addMember(groupId, cy.userId)
    await shareWith(ann, path, { groupId, role: "viewer" })
    expect(await statusOf(ben, "GET", path)).toBe(200)
    await removeMember(groupId, ben.userId)
    expect(await statusOf(ben, "GET", path)).toBe(404)
    expect(await statusOf(cy, "GET", path)).toBe(200)
    await deleteGroup(groupId)
    expect(await statusOf(cy, "GET", path)).toBe(404)
    const [left] = await sharesOf(ann, path)
    expect(left?.name).toBe("A deleted group")
    expect(await statusOf(ann, "DELETE", `${path}/shares/${left?.id}`)).toBe(204)
  })

  test("may be shared on by an owner by share, but not handed on, and not by an editor", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    const { id } = await shareWith(ann, path, { userId: ben.userId, role: "editor" })
    expect(await statusOf(ben, "GET", `${path}/shares`)).toBe(403)
    expect(await statusOf(ben, "POST", `${path}/shares`, { userId: cy.userId, role: "viewer" })).toBe(403)
    await ann.send("PATCH", `${path}/shares/${id}`, { body: { role: "owner" } })
    await shareWith(ben, path, { userId: cy.userId, role: "viewer" })
    expect(await statusOf(ben, "POST", `${path}/owner`, { userId: cy.userId })).toBe(403)
    // The owner is no share, so there is none to be taken away.
    expect((await sharesOf(ben, path)).map(({ name }) => name)).toEqual([ben.name, cy.name])
  })

  test("is refused to whom it can't be shared with, saying why", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}/shares`
    const refusal = async (client: ApiClient, body: object) => {
      const answer = await client.send("POST", path, { body: { role: "viewer", ...body } })
      return [answer.status, z.object({ error: z.object({ message: z.string() }) }).parse(answer.body).error.message]
    }
    expect(await refusal(ann, { userId: ann.userId })).toEqual([400, expect.stringContaining("owns this")])
    expect(await refusal(running.admin, { userId: ann.userId })).toEqual([400, expect.stringContaining("owns this")])
    expect(await refusal(ann, { userId: "usr_00000000000000000000" })).toEqual([
      400,
      expect.stringContaining("nobody with this id"),
    ])
    expect(await refusal(ann, { groupId: "grp_00000000000000000000" })).toEqual([
      400,
      expect.stringContaining("no such group"),
    ])
    await updateUser(cy.userId, { disabled: true })
    expect(await refusal(ann, { userId: cy.userId })).toEqual([400, expect.stringContaining("disabled")])
    expect((await refusal(ann, {}))[0]).toBe(400)
    expect((await refusal(ann, { everyone: true }))[0]).toBe(400)
    await shareWith(ann, `/api/dashboards/${dashboardId}`, { userId: ben.userId, role: "owner" })
    expect(await refusal(ben, { userId: ben.userId })).toEqual([400, expect.stringContaining("You may do everything")])
  })

  test("shows a viewer what its cards show, and nothing of what they are made from", async () => {
    const { dashboardId, cardId, datasetId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    await shareWith(ann, path, { userId: ben.userId, role: "viewer" })
    const { data } = await ben.expect(dataOf(DashboardDetail), "GET", path)
    expect(data.datasets).toEqual([])
    expect(data.cards).toEqual([{ id: cardId, name: "Count", datasetIds: [], canEdit: false }])
    expect(JSON.stringify(data)).not.toContain(datasetId)
    for (const hidden of ["", "/preview", "/values?column=region", "/versions"])
      expect(await statusOf(ben, "GET", `/api/datasets/${datasetId}${hidden}`), hidden).toBe(404)
    expect(await statusOf(ben, "GET", `/api/cards/${cardId}`)).toBe(404)
    expect(await statusOf(ben, "GET", `${path}/datasets`)).toBe(403)
    expect(await statusOf(ben, "GET", `${path}/filters/region/values`)).toBe(200)
  })

  test("leaves lists, stars and recent ones with the share", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    const { id } = await shareWith(ann, path, { userId: ben.userId, role: "viewer" })
    await ben.send("PUT", `${path}/star`)
    const seen = async () => {
      const home = (await ben.expect(dataOf(Home), "GET", "/api/home")).data
      return JSON.stringify([home, (await ben.send("GET", "/api/dashboards")).body])
    }
    expect(await seen()).toContain(dashboardId)
    await ann.send("DELETE", `${path}/shares/${id}`)
    expect(await seen()).not.toContain(dashboardId)
  })

  test("says beforehand which datasets somebody would see something of", async () => {
    const { dashboardId, datasetId } = await annsWorld()
    const preview = async (query: string) =>
      (await ann.send("GET", `/api/dashboards/${dashboardId}/shares/preview?${query}`)).body
    const widened = { data: { datasets: [{ id: datasetId, name: "Orders" }] } }
    const { id: groupId } = await createGroup(`Others ${names}`)
    expect(await preview(`userId=${ben.userId}`)).toEqual(widened)
    expect(await preview(`groupId=${groupId}`)).toEqual(widened)
    await shareWith(ann, `/api/datasets/${datasetId}`, { userId: ben.userId })
    expect(await preview(`userId=${ben.userId}`)).toEqual({ data: { datasets: [] } })
    await shareWith(ann, `/api/dashboards/${dashboardId}`, { groupId, role: "viewer" })
    expect(await preview(`groupId=${groupId}`)).toEqual({ data: { datasets: [] } })
  })

  test("handed on belongs to the other, and the owner until then may go on editing it", async () => {
    const { dashboardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    await shareWith(ann, path, { userId: ben.userId, role: "viewer" })
    expect(await statusOf(ann, "POST", `${path}/owner`, { userId: ann.userId })).toBe(400)
    expect(await statusOf(ann, "POST", `${path}/owner`, { userId: ben.userId })).toBe(200)
    expect((await ben.expect(dataOf(DashboardDetail), "GET", path)).data).toMatchObject({
      ownerId: ben.userId,
      access: "owner",
    })
    expect((await sharesOf(ben, path)).map(({ name, role }) => [name, role])).toEqual([[ann.name, "editor"]])
    expect(await statusOf(ann, "DELETE", path)).toBe(403)
    // Ann's card goes on being shown: she may still use it, being its owner.
    expect(await countOn(ben, dashboardId)).toBe(3)
  })

  test("is copied by an editor only with cards they may use elsewhere", async () => {
    const { dashboardId, cardId } = await annsWorld()
    const path = `/api/dashboards/${dashboardId}`
    await shareWith(ann, path, { userId: ben.userId, role: "editor" })
    const refused = await ben.send("POST", `${path}/clone`, { body: {} })
    expect(refused.status).toBe(403)
    expect(JSON.stringify(refused.body)).toContain("Count")
    await shareWith(ann, `/api/cards/${cardId}`, { userId: ben.userId })
    expect(await statusOf(ben, "POST", `${path}/clone`, {})).toBe(201)
  })
})

describe("a dataset that others may use", () => {
  test("is read by their cards until that is taken back; what stops is said before", async () => {
    const datasetId = await makeDataset(ann)
    const path = `/api/datasets/${datasetId}`
    const share = await shareWith(ann, path, { userId: ben.userId })
    expect(await statusOf(ben, "PATCH", path, { name: "Mine" })).toBe(428)
    expect((await ben.send("PATCH", path, { body: { name: "Mine" }, headers: { "if-match": '"1"' } })).status).toBe(403)
    const cardId = await makeCard(ben, datasetId, "Ben's count")
    const dashboardId = await makeDashboard(ben, [cardId])
    expect(await countOn(ben, dashboardId)).toBe(3)

    const { body } = await ann.send("GET", `${path}/shares/${share.id}/dependents`)
    expect(body).toEqual({
      data: {
        dependents: [
          { kind: "card", id: cardId, name: "Ben's count", ownerName: ben.name },
          { kind: "dashboard", id: dashboardId, name: "Sales", ownerName: ben.name },
        ],
      },
    })
    expect(await statusOf(ann, "DELETE", `${path}/shares/${share.id}`)).toBe(204)
    expect((await tilesOf(ben, dashboardId))[0]).toMatchObject({ error: { type: "DatasetNotFound" } })
    // Nor do its values come in by the filter.
    const values = await ben.send("GET", `/api/dashboards/${dashboardId}/filters/region/values`)
    expect(values.body).toMatchObject({ data: { values: [] } })
  })

  test("used by everyone and by one person stops for nobody when one of the two is taken back", async () => {
    const datasetId = await makeDataset(ann)
    const path = `/api/datasets/${datasetId}`
    const share = await shareWith(ann, path, { userId: ben.userId })
    const everyone = await shareWith(ann, path, { everyone: true })
    expect(everyone.name).toBe("Everyone")
    await makeCard(ben, datasetId)
    const { body } = await ann.send("GET", `${path}/shares/${share.id}/dependents`)
    expect(body).toEqual({ data: { dependents: [] } })
    expect(await statusOf(cy, "GET", path)).toBe(200)
  })

  test("handed on goes on being read by the cards of its owner until then", async () => {
    const { datasetId, dashboardId } = await annsWorld()
    expect(await statusOf(ann, "POST", `/api/datasets/${datasetId}/owner`, { userId: ben.userId })).toBe(200)
    expect(await countOn(ann, dashboardId)).toBe(3)
    expect(await statusOf(ann, "GET", `/api/datasets/${datasetId}/shares`)).toBe(403)
    const [kept] = await sharesOf(ben, `/api/datasets/${datasetId}`)
    await ben.send("DELETE", `/api/datasets/${datasetId}/shares/${kept?.id}`)
    expect((await tilesOf(ann, dashboardId))[0]).toMatchObject({ error: { type: "DatasetNotFound" } })
  })
})

describe("a card that others may use", () => {
  test("is shown where they placed it until that is taken back; where is said before", async () => {
    const { cardId } = await annsWorld()
    const share = await shareWith(ann, `/api/cards/${cardId}`, { userId: ben.userId })
    const dashboardId = await makeDashboard(ben, [cardId])
    expect(await countOn(ben, dashboardId)).toBe(3)
    const { body } = await ann.send("GET", `/api/cards/${cardId}/shares/${share.id}/dependents`)
    expect(body).toEqual({
      data: { dependents: [{ kind: "dashboard", id: dashboardId, name: "Sales", ownerName: ben.name }] },
    })
    await ann.send("DELETE", `/api/cards/${cardId}/shares/${share.id}`)
    expect((await tilesOf(ben, dashboardId))[0]).toMatchObject({ error: { code: "not_found" } })
    expect((await ben.expect(dataOf(DashboardDetail), "GET", `/api/dashboards/${dashboardId}`)).data.cards).toEqual([])
  })

  test("placed by an editor is shown by the editor's right, whoever owns the dashboard", async () => {
    const { dashboardId, cardId } = await annsWorld()
    await shareWith(ann, `/api/dashboards/${dashboardId}`, { userId: ben.userId, role: "editor" })
    const bens = await makeCard(ben, await makeDataset(ben))
    await placeCards(ben, dashboardId, [cardId, bens])
    // Ben may leave Ann's card where it is without being let use it.
    expect((await tilesOf(ann, dashboardId)).map(({ error }) => error)).toEqual([undefined, undefined])
    expect(await statusOf(ann, "GET", `/api/cards/${bens}`)).toBe(404)
  })

  test("is handed on only to somebody who may use what it reads", async () => {
    const { cardId, datasetId, dashboardId } = await annsWorld()
    const path = `/api/cards/${cardId}`
    const refused = await ann.send("POST", `${path}/owner`, { body: { userId: ben.userId } })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ error: { details: { datasets: [{ id: datasetId, name: "Orders" }] } } })
    await shareWith(ann, `/api/datasets/${datasetId}`, { userId: ben.userId })
    expect(await statusOf(ann, "POST", `${path}/owner`, { userId: ben.userId })).toBe(200)
    expect(await countOn(ann, dashboardId)).toBe(3)
    expect((await ann.send("PATCH", path, { body: { name: "x" }, headers: { "if-match": '"1"' } })).status).toBe(403)
  })
})
