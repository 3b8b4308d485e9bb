import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import type { GrantRole, Principal } from "#lib/domain/grant.ts"
import { newId, type GroupId, type UserId } from "#lib/domain/ids.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { addMember, createGroup } from "#lib/server/groups/group-store.ts"
import { changeGrants } from "#lib/server/shares/grant-store.ts"
import type { SharedKind } from "#lib/server/shares/shared-thing.entity.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import type { RunningStack } from "#tests/support/start-stack.ts"
import type { Role } from "./expectations.ts"

const PASSWORD = "a member's password"
export const CARD_CODE = "def render(dataset, filters, params):\n    return 1"
export const TRANSFORM_CODE = "def transform(inputs, params):\n    return inputs['d']"

const MEMBERS = ["stranger", "viewerByGroup", "viewer", "editor", "owner"] as const
type Member = (typeof MEMBERS)[number]

/** What is there to be asked for, all of it the owner's. */
export type World = {
  clients: Record<Role, ApiClient>
  userIds: Record<Member, UserId>
  /** Holds `viewerByGroup`. */
  groupId: GroupId
  dataset: string
  card: string
  deletedCard: string
  dashboard: string
  deletedDashboard: string
  run: string
  transform: string
  /** Runs that await confirmation; publishing or discarding one ends it, and the same again is answered alike. */
  awaiting: { publish: string; discard: string }
  /** Somebody the dashboard, dataset and card are shared with, and who asks for nothing. */
  bystander: UserId
  /** The shares with them. */
  shares: { dashboard: string; dataset: string; card: string }
  /** A public link to the dashboard, and its token. */
  link: { id: string; token: string }
  /** Shared views of the dashboard's filters. */
  filterView: string
  spareFilterView: string
  /** Shared like the others, to be used up. */
  spare: { dataset: string; card: string; dashboard: string }
}

const LinkMade = dataOf(z.object({ id: z.string(), url: z.string() }))
const Id = dataOf(z.object({ id: z.string() }))

/** People in every role, and things shared with them in every way. */
export async function buildWorld(stack: RunningStack): Promise<World> {
  const passwordHash = await hashPassword(PASSWORD)
  const member = async (name: Member): Promise<UserId> =>
    (await createUser({ email: `${name}@example.org`, name, role: "member", passwordHash })).id
  const userIds = {
    stranger: await member("stranger"),
    viewerByGroup: await member("viewerByGroup"),
    viewer: await member("viewer"),
    editor: await member("editor"),
    owner: await member("owner"),
  }
  const { id: groupId } = await createGroup("Readers")
  await addMember(groupId, userIds.viewerByGroup)
  const clients = await signIn(stack)
  const things = await makeThings(clients.owner)

  const people = { userIds, groupId }
  for (const id of [things.dashboard, things.deletedDashboard, things.spare.dashboard]) await shareDashboard(id, people)
  for (const id of [things.dataset, things.spare.dataset]) await shareForUse("dataset", id, people)
  for (const id of [things.card, things.spare.card]) await shareForUse("card", id, people)
  const { id: bystander } = await createUser({
    email: "bystander@example.org",
    name: "bystander",
    role: "member",
    passwordHash,
  })
  const shareWith = async (path: string, body: object) =>
    (await clients.owner.expect(Id, "POST", `${path}/shares`, { body: { userId: bystander, ...body } })).data.id
  const filterView = async (name: string) => {
    const body = { name, values: { a: ["1"] }, scope: "shared" }
    return (await clients.owner.expect(Id, "POST", `/api/dashboards/${things.dashboard}/filter-views`, { body })).data
      .id
  }
  const made = await clients.owner.expect(LinkMade, "POST", `/api/dashboards/${things.dashboard}/links`, {
    body: { name: "Board", canAsk: true },
  })
  const link = { id: made.data.id, token: made.data.url.slice(made.data.url.lastIndexOf("/") + 1) }
  const shares = {
    dashboard: await shareWith(`/api/dashboards/${things.dashboard}`, { role: "viewer" }),
    dataset: await shareWith(`/api/datasets/${things.dataset}`, {}),
    card: await shareWith(`/api/cards/${things.card}`, {}),
  }
  const views = { filterView: await filterView("One"), spareFilterView: await filterView("Another") }
  await clients.owner.send("DELETE", `/api/cards/${things.deletedCard}`)
  await clients.owner.send("DELETE", `/api/dashboards/${things.deletedDashboard}`)
  return { clients, ...people, ...things, ...views, bystander, shares, link }
}

async function signIn({ url, adminEmail, adminPassword }: RunningStack): Promise<Record<Role, ApiClient>> {
  const member = (name: Member) => clientWithPassword(url, `${name}@example.org`, PASSWORD)
  const Token = dataOf(z.object({ token: z.string() }))
  const readOnly = await apiClient(url, null).expect(Token, "POST", "/api/tokens", {
    body: { email: "owner@example.org", password: PASSWORD, name: "for reading", scope: "read" },
  })
  return {
    anonymous: apiClient(url, null),
    // As long and as random as a link's; where a link's token does open something, it is in the path.
    shareLink: apiClient(url, Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")),
    readOnlyToken: apiClient(url, readOnly.data.token),
    stranger: await member("stranger"),
    viewerByGroup: await member("viewerByGroup"),
    viewer: await member("viewer"),
    editor: await member("editor"),
    owner: await member("owner"),
    admin: await clientWithPassword(url, adminEmail, adminPassword),
  }
}

async function makeThings(owner: ApiClient) {
  const { dataset, run } = await owner.upload("data", "a\n1\n")
  const card = async () => {
    const body = { name: "c", code: CARD_CODE, datasets: [{ alias: "d", datasetId: dataset.id }] }
    return (await owner.expect(Id, "POST", "/api/cards", { body })).data.id
  }
  const dashboard = async (cardId: string) => {
    const body = {
      name: "d",
      layout: [{ cardId, x: 0, y: 0, w: 6, h: 4 }],
      filters: [{ id: "a", type: "category", label: "A", column: "a" }],
    }
    return (await owner.expect(Id, "POST", "/api/dashboards", { body })).data.id
  }
  const awaiting = async () => {
    const { dataset: reimported } = await owner.upload("reimported", "a\n1\n")
    return (await owner.reimport(reimported.id, "b\n1\n")).run.id
  }
  const placed = await card()
  const transform = { name: "t", code: TRANSFORM_CODE, inputs: [{ alias: "d", datasetId: dataset.id }] }
  return {
    transform: (await owner.expect(Id, "POST", "/api/transforms", { body: transform })).data.id,
    awaiting: { publish: await awaiting(), discard: await awaiting() },
    dataset: dataset.id,
    run: run.id,
    card: placed,
    deletedCard: await card(),
    dashboard: await dashboard(placed),
    deletedDashboard: await dashboard(placed),
    spare: {
      dataset: (await owner.upload("spare", "a\n1\n")).dataset.id,
      card: await card(),
      dashboard: await dashboard(placed),
    },
  }
}

type People = Pick<World, "userIds" | "groupId">

const shareDashboard = (id: string, { userIds, groupId }: People) =>
  share("dashboard", id, userIds.owner, [
    [{ type: "user", userId: userIds.editor }, "editor"],
    [{ type: "user", userId: userIds.viewer }, "viewer"],
    [{ type: "group", groupId }, "viewer"],
  ])

const shareForUse = (kind: "dataset" | "card", id: string, { userIds, groupId }: People) =>
  share(kind, id, userIds.owner, [
    [{ type: "user", userId: userIds.viewer }, "viewer"],
    [{ type: "group", groupId }, "viewer"],
  ])

const share = (kind: SharedKind, id: string, grantedBy: UserId, with_: [Principal, GrantRole][]) =>
  changeGrants(kind, id, () =>
    with_.map(([principal, role]) => ({
      id: newId("shr"),
      principal,
      role,
      grantedBy,
      grantedAt: new Date().toISOString(),
    })),
  )
