import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { AuditEvent, type AuditType } from "#lib/domain/audit.ts"
import { SessionInfo } from "#lib/domain/user.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { browserSession, type BrowserSession } from "#tests/support/browser-session.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const PASSWORD = "a member's own password"
const Id = dataOf(z.object({ id: z.string() }))
const Made = dataOf(z.object({ id: z.string(), url: z.string() }))
const Transform = dataOf(z.object({ outputDatasetId: z.string().nullable() }))
const Sessions = z.object({ data: z.array(SessionInfo) })
const CODE = "def render(dataset, filters, params):\n    return 1"

let stack: RunningStack
let admin: ApiClient
let adminId: string
let names = 0

beforeAll(async () => {
  stack = await startStack()
  admin = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  adminId = (await admin.expect(Id, "GET", "/api/me")).data.id
})
afterAll(() => stack?.stop())

const unique = (word: string) => `${word} ${(names += 1)}`
const make = async (path: string, body: unknown, client = admin) =>
  (await client.expect(Id, "POST", path, { body })).data.id

async function does(client: ApiClient, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await client.send(method, path, body === undefined ? {} : { body })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
}

async function makePerson() {
  const email = `person${(names += 1)}@example.org`
  return { email, id: await make("/api/users", { email, name: unique("Person"), password: PASSWORD }) }
}
async function signedIn(email: string): Promise<BrowserSession> {
  const session = browserSession(stack.url)
  expect((await session.signIn("credentials", { email, password: PASSWORD })).error).toBeNull()
  return session
}
const sessionsOf = async (session: BrowserSession) =>
  Sessions.parse((await session.send("GET", "/api/me/sessions")).body).data
const makeGroup = () => make("/api/groups", { name: unique("Group") })
const makeCard = () => make("/api/cards", { name: unique("Card"), code: CODE })
const makeDashboard = () => make("/api/dashboards", { name: unique("Board") })
const makeTransform = async (datasetId?: string) =>
  make("/api/transforms", {
    name: unique("Transform"),
    code: "def transform(inputs, params):\n    return inputs['d']",
    inputs: [{ alias: "d", datasetId: datasetId ?? (await makeDataset()) }],
  })
const makeDataset = async () => (await admin.upload(unique("Data"), "a\n1\n")).dataset.id

async function makeShare() {
  const [id, { id: userId }] = [await makeDashboard(), await makePerson()]
  const shares = `/api/dashboards/${id}/shares`
  return { id, share: `${shares}/${await make(shares, { userId, role: "viewer" })}` }
}
async function makeLink(body: object = {}) {
  const links = `/api/dashboards/${await makeDashboard()}/links`
  const { data } = await admin.expect(Made, "POST", links, { body: { name: unique("Link"), ...body } })
  return { id: data.id, path: `${links}/${data.id}`, token: data.url.slice(data.url.lastIndexOf("/") + 1) }
}

/** What an entry must say besides its type: what it was done to, and by whom where that was not the admin. */
type Told = { targetId: string | null; userId?: string | null; via?: AuditEvent["via"] }
type Act = () => Promise<Told>

/** Ways of the same kind that go through code of their own. */
const MORE: [AuditType, string, Act][] = [
  [
    "session.signed_in",
    "by an invitation",
    async () => {
      const Invited = dataOf(z.object({ id: z.string(), inviteUrl: z.url() }))
      const body = { email: `person${(names += 1)}@example.org` }
      const { id, inviteUrl } = (await admin.expect(Invited, "POST", "/api/users", { body })).data
      const session = browserSession(stack.url)
      await session.signIn("setup-token", { token: new URL(inviteUrl).searchParams.get("token") ?? "" })
      return { targetId: (await sessionsOf(session))[0]?.id ?? "", userId: id, via: "session" }
    },
  ],
  [
    "session.sign_in_failed",
    "by a script, for a token",
    async () => {
      const { id, email } = await makePerson()
      const body = { email, password: "not it at all", name: "x" }
      await apiClient(stack.url, null).send("POST", "/api/tokens", { body })
      return { targetId: id, userId: null, via: "none" }
    },
  ],
  [
    "session.revoked",
    "all others at once",
    async () => {
      const { id, email } = await makePerson()
      const [session] = [await signedIn(email), await signedIn(email)]
      await session.send("DELETE", "/api/me/sessions")
      return { targetId: id, userId: id, via: "session" }
    },
  ],
  [
    "user.updated",
    "by themselves",
    async () => {
      const { id, email } = await makePerson()
      await does(await clientWithPassword(stack.url, email, PASSWORD), "PATCH", "/api/me", { name: unique("Renamed") })
      return { targetId: id, userId: id }
    },
  ],
  [
    "user.password_reset",
    "by a link",
    async () => {
      const { id } = await makePerson()
      await does(admin, "PATCH", `/api/users/${id}`, { resetPassword: true })
      return { targetId: id }
    },
  ],
  ["share.added", "of a dataset with everyone", async () => sharedForUse("datasets", await makeDataset())],
  ["share.added", "of a card with everyone", async () => sharedForUse("cards", await makeCard())],
  [
    "owner.changed",
    "of a dataset",
    async () => {
      const id = await makeDataset()
      await does(admin, "POST", `/api/datasets/${id}/owner`, { userId: (await makePerson()).id })
      return { targetId: id }
    },
  ],
  [
    "owner.changed",
    "of a card",
    async () => {
      const id = await makeCard()
      await does(admin, "POST", `/api/cards/${id}/owner`, { userId: (await makePerson()).id })
      return { targetId: id }
    },
  ],
  [
    "owner.changed",
    "of a transform",
    async () => {
      const datasetId = await makeDataset()
      await does(admin, "POST", `/api/datasets/${datasetId}/shares`, { everyone: true })
      const id = await makeTransform(datasetId)
      await does(admin, "POST", `/api/transforms/${id}/owner`, { userId: (await makePerson()).id })
      return { targetId: id }
    },
  ],
  [
    "dataset.exported",
    "as Parquet",
    async () => {
      const id = await makeDataset()
      await does(admin, "GET", `/api/datasets/${id}/data.parquet`)
      return { targetId: id }
    },
  ],
  [
    "dataset.imported",
    "again, over what was there",
    async () => {
      const id = await makeDataset()
      await admin.reimport(id, "a\n2\n")
      return { targetId: id }
    },
  ],
  [
    "dashboard.created",
    "as a copy",
    async () => ({ targetId: await make(`/api/dashboards/${await makeDashboard()}/clone`, {}) }),
  ],
  [
    "access.denied",
    "for what is for admins",
    async () => {
      const { id, email } = await makePerson()
      await (await clientWithPassword(stack.url, email, PASSWORD)).send("GET", "/api/audit")
      return { targetId: null, userId: id }
    },
  ],
]

async function sharedForUse(kind: string, id: string): Promise<Told> {
  await does(admin, "POST", `/api/${kind}/${id}/shares`, { everyone: true })
  return { targetId: id }
}

/** One act of each kind. A kind that is added has none, which is an error of types. */
const ACTS: Record<Exclude<AuditType, "chat.tool_called">, Act> = {
  "session.signed_in": async () => {
    const { id, email } = await makePerson()
    const [session] = await sessionsOf(await signedIn(email))
    return { targetId: session?.id ?? "", userId: id, via: "session" }
  },
  "session.sign_in_failed": async () => {
    const { id, email } = await makePerson()
    await browserSession(stack.url).signIn("credentials", { email, password: "not it at all" })
    return { targetId: id, userId: null, via: "none" }
  },
  "session.signed_out": async () => {
    const { id, email } = await makePerson()
    const session = await signedIn(email)
    const [own] = await sessionsOf(session)
    await session.signOut()
    return { targetId: own?.id ?? "", userId: id, via: "session" }
  },
  "session.revoked": async () => {
    const { id, email } = await makePerson()
    const [session] = [await signedIn(email), await signedIn(email)]
    const other = (await sessionsOf(session)).find(({ current }) => !current)
    await session.send("DELETE", `/api/me/sessions/${other?.id}`)
    return { targetId: other?.id ?? "", userId: id, via: "session" }
  },
  "user.created": async () => ({ targetId: (await makePerson()).id }),
  "user.updated": () => changedUser({ name: "Renamed" }),
  "user.disabled": () => changedUser({ disabled: true }),
  "user.enabled": () => changedUser({ disabled: true }, { disabled: false }),
  "user.role_changed": () => changedUser({ role: "admin" }),
  "user.password_reset": () => changedUser({ password: "chosen by the admin" }),
  "user.password_changed": async () => {
    const { id, email } = await makePerson()
    const body = { current: PASSWORD, next: "quite another password" }
    await does(await clientWithPassword(stack.url, email, PASSWORD), "POST", "/api/me/password", body)
    return { targetId: id, userId: id }
  },
  "group.created": async () => ({ targetId: await makeGroup() }),
  "group.renamed": async () => {
    const id = await makeGroup()
    await does(admin, "PATCH", `/api/groups/${id}`, { name: unique("Renamed") })
    return { targetId: id }
  },
  "group.deleted": async () => {
    const id = await makeGroup()
    await does(admin, "DELETE", `/api/groups/${id}`)
    return { targetId: id }
  },
  "group.member_added": async () => ({ targetId: (await makeMember()).id }),
  "group.member_removed": async () => {
    const { id, userId } = await makeMember()
    await does(admin, "DELETE", `/api/groups/${id}/members/${userId}`)
    return { targetId: id }
  },
  "token.created": async () => {
    const { id, email } = await makePerson()
    const made = (await signedIn(email)).send("POST", "/api/tokens", { body: { name: "script" } })
    return { targetId: Id.parse((await made).body).data.id, userId: id, via: "session" }
  },
  "token.revoked": async () => {
    const { id, email } = await makePerson()
    const session = await signedIn(email)
    const made = await session.send("POST", "/api/tokens", { body: { name: "script" } })
    const targetId = Id.parse(made.body).data.id
    await session.send("DELETE", `/api/tokens/${targetId}`)
    return { targetId, userId: id, via: "session" }
  },
  "share.added": async () => ({ targetId: (await makeShare()).id }),
  "share.changed": async () => {
    const { id, share } = await makeShare()
    await does(admin, "PATCH", share, { role: "editor" })
    return { targetId: id }
  },
  "share.removed": async () => {
    const { id, share } = await makeShare()
    await does(admin, "DELETE", share)
    return { targetId: id }
  },
  "owner.changed": async () => {
    const id = await makeDashboard()
    await does(admin, "POST", `/api/dashboards/${id}/owner`, { userId: (await makePerson()).id })
    return { targetId: id }
  },
  "link.created": async () => ({ targetId: (await makeLink()).id }),
  "link.changed": () => changedLink({ canExport: true }),
  "link.rotated": () => changedLink({ rotate: true }),
  "link.revoked": async () => {
    const { id, path } = await makeLink()
    await does(admin, "DELETE", path)
    return { targetId: id }
  },
  "link.unlock_failed": async () => {
    const { id, token } = await makeLink({ password: "open sesame" })
    const body = { password: "close sesame" }
    await apiClient(stack.url, null).send("POST", `/api/share/${token}/unlock`, { body })
    return { targetId: id, userId: null, via: "link" }
  },
  "dataset.created": async () => ({ targetId: await makeDataset() }),
  "dataset.imported": async () => ({ targetId: await makeDataset() }),
  "dataset.restored": async () => {
    const id = await makeDataset()
    const { dataset } = await admin.reimport(id, "a\n2\n")
    const headers = { "if-match": `"${dataset.version}"` }
    expect((await admin.send("POST", `/api/datasets/${id}/versions/1/restore`, { headers })).status).toBe(200)
    return { targetId: id }
  },
  "dataset.exported": async () => {
    const id = await makeDataset()
    await does(admin, "GET", `/api/datasets/${id}/export.csv`)
    return { targetId: id }
  },
  "dataset.deleted": async () => deleted("datasets", await makeDataset()),
  "card.created": async () => ({ targetId: await makeCard() }),
  "card.deleted": async () => deleted("cards", await makeCard()),
  "card.restored": async () => restored("cards", await makeCard()),
  "dashboard.created": async () => ({ targetId: await makeDashboard() }),
  "dashboard.deleted": async () => deleted("dashboards", await makeDashboard()),
  "dashboard.restored": async () => restored("dashboards", await makeDashboard()),
  "transform.created": async () => ({ targetId: await makeTransform() }),
  "transform.changed": async () => {
    const id = await makeTransform()
    const renamed = { headers: { "if-match": '"1"' }, body: { name: unique("Renamed") } }
    expect((await admin.send("PATCH", `/api/transforms/${id}`, renamed)).status).toBe(200)
    return { targetId: id }
  },
  "transform.deleted": async () => deleted("transforms", await makeTransform()),
  "transform.run": async () => {
    const id = await makeTransform()
    await does(admin, "POST", `/api/transforms/${id}/run`)
    return { targetId: id }
  },
  "transform.published": async () => {
    const id = await makeTransform()
    await does(admin, "POST", `/api/transforms/${id}/run`)
    const read = async () => (await admin.expect(Transform, "GET", `/api/transforms/${id}`)).data.outputDatasetId
    await expect.poll(read, { timeout: 60_000 }).not.toBeNull()
    return { targetId: await read() }
  },
  "access.denied": async () => {
    const [targetId, { id, email }] = [await makeDashboard(), await makePerson()]
    await (await clientWithPassword(stack.url, email, PASSWORD)).send("GET", `/api/dashboards/${targetId}`)
    return { targetId, userId: id }
  },
}

async function changedUser(...patches: object[]): Promise<Told> {
  const { id } = await makePerson()
  for (const patch of patches) await does(admin, "PATCH", `/api/users/${id}`, patch)
  return { targetId: id }
}
async function makeMember() {
  const [id, { id: userId }] = [await makeGroup(), await makePerson()]
  await does(admin, "POST", `/api/groups/${id}/members`, { userId })
  return { id, userId }
}
async function changedLink(patch: object): Promise<Told> {
  const { id, path } = await makeLink()
  await does(admin, "PATCH", path, patch)
  return { targetId: id }
}
async function deleted(kind: string, id: string): Promise<Told> {
  await does(admin, "DELETE", `/api/${kind}/${id}`)
  return { targetId: id }
}
async function restored(kind: string, id: string): Promise<Told> {
  await deleted(kind, id)
  await does(admin, "POST", `/api/${kind}/${id}/restore`)
  return { targetId: id }
}

describe("each act leaves an entry that says who, what, when, from where:", () => {
  const acts = [...Object.entries(ACTS).map(([type, act]) => [type, "", act] as const), ...MORE]

  test.each(acts)("%s %s", async (type, _, act) => {
    const before = Date.now()
    const { targetId, userId = adminId, via = "token" } = await act()
    const query = new URLSearchParams({ type, limit: "200", ...(targetId && { targetId }), ...(userId && { userId }) })
    const find = async () =>
      (await admin.expect(pageOf(AuditEvent), "GET", `/api/audit?${query}`)).data.filter(
        (event) => Date.parse(event.at) >= before && event.targetId === targetId,
      )
    // A refusal, and the end of an import, are written beside the answer.
    await expect.poll(async () => (await find()).length).toBeGreaterThan(0)
    const [event] = await find()
    expect(event).toMatchObject({ type, targetId, userId, via, address: "127.0.0.1" })
    expect(event?.requestId ?? "").toMatch(/^[\w-]{8,}$/)
    expect(JSON.stringify(event)).not.toMatch(/password":"(?!set|none)|a member's own|sesame|cl_[\w-]{20}/)
  })
})
