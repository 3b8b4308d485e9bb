import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { AuditEvent } from "#lib/domain/audit.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { browserSession } from "#tests/support/browser-session.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const PASSWORD = "the member's own password"
const Id = dataOf(z.object({ id: z.string() }))
const CODE = "def render(dataset, filters, params):\n    return 1"

let dynamo: Dynamo
let stack: RunningStack
let api: ApiClient
let member: ApiClient
let adminId: string
let memberId: string

beforeAll(async () => {
  dynamo = await startDynamo()
  stack = await startStack({ env: { DYNAMODB_ENDPOINT: dynamo.endpoint } })
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  const passwordHash = await hashPassword(PASSWORD)
  memberId = (await createUser({ email: "mo@example.org", name: "Mo", role: "member", passwordHash })).id
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  member = await clientWithPassword(stack.url, "mo@example.org", PASSWORD)
  adminId = (await api.expect(Id, "GET", "/api/me")).data.id
})
afterAll(async () => {
  await stack?.stop()
  await dynamo?.stop()
})

const search = async (query: string) =>
  (await api.expect(pageOf(AuditEvent), "GET", `/api/audit?limit=200${query && `&${query}`}`)).data
const eventsOf = (targetId: string) => search(`targetId=${targetId}`)
const makes = async (path: string, body: unknown) => (await api.expect(Id, "POST", path, { body })).data.id

describe("each act leaves an entry that says who, what, when, from where", () => {
  test("signing in and out, by the session it began", async () => {
    const session = browserSession(stack.url)
    await session.signIn("credentials", { email: "mo@example.org", password: PASSWORD })
    const [event] = await search(`userId=${memberId}&type=session.signed_in`)
    expect(event).toMatchObject({
      userName: "Mo",
      via: "session",
      address: "127.0.0.1",
      details: { means: "password" },
      requestId: expect.any(String),
    })
    expect(Date.now() - Date.parse(event?.at ?? "")).toBeLessThan(120_000)
    await session.signOut()
    expect((await eventsOf(event?.targetId ?? "")).map(({ type }) => type)).toEqual([
      "session.signed_out",
      "session.signed_in",
    ])
  })

  test("failing to sign in, with the address that was tried and nothing else that was typed", async () => {
    await browserSession(stack.url).signIn("credentials", { email: "mo@example.org", password: "a wrong guess" })
    await browserSession(stack.url).signIn("credentials", { email: "my-password-in-the-wrong-field", password: "x" })
    const failures = await search("type=session.sign_in_failed")
    expect(failures.map(({ userName, userId, targetId }) => ({ userName, userId, targetId }))).toEqual([
      { userName: "", userId: null, targetId: null },
      { userName: "mo@example.org", userId: null, targetId: memberId },
    ])
    expect(JSON.stringify(failures)).not.toMatch(/wrong guess|wrong-field/)
  })

  test("tokens, made by password or session, and revoked", async () => {
    const [made] = await search(`userId=${memberId}&type=token.created`)
    expect(made).toMatchObject({ targetName: "test", via: "none", details: { scope: "write", expiresAt: null } })
    const id = await makes("/api/dashboards", { name: "unused" }).then(async () => {
      const session = browserSession(stack.url)
      await session.signIn("credentials", { email: "mo@example.org", password: PASSWORD })
      const token = Id.parse((await session.send("POST", "/api/tokens", { body: { name: "mine" } })).body).data.id
      await session.send("DELETE", `/api/tokens/${token}`)
      return token
    })
    expect((await eventsOf(id)).map(({ type, via }) => [type, via])).toEqual([
      ["token.revoked", "session"],
      ["token.created", "session"],
    ])
  })

  test.each([
    ["card", "/api/cards", { name: "A card", code: CODE }],
    ["dashboard", "/api/dashboards", { name: "A dashboard" }],
  ])("a %s, made and deleted", async (kind, path, body) => {
    const id = await makes(path, body)
    await api.send("DELETE", `${path}/${id}`)
    expect(await eventsOf(id)).toMatchObject([
      { type: `${kind}.deleted`, userId: adminId, via: "token", targetName: body.name, address: "127.0.0.1" },
      { type: `${kind}.created`, userId: adminId, via: "token", targetName: body.name },
    ])
  })

  test("a dataset, uploaded, imported and deleted", async () => {
    const { dataset } = await api.upload("Rain", "a\n1\n")
    await api.send("DELETE", `/api/datasets/${dataset.id}`)
    expect(await eventsOf(dataset.id)).toMatchObject([
      { type: "dataset.deleted", targetName: "Rain" },
      { type: "dataset.imported", userId: adminId, targetName: "Rain", details: { rowCount: 1 } },
      { type: "dataset.created", userId: adminId, targetName: "Rain" },
    ])
  })

  test("a changed password", async () => {
    const email = "pat@example.org"
    const { id } = await createUser({ email, name: "Pat", role: "member", passwordHash: await hashPassword(PASSWORD) })
    const pat = await clientWithPassword(stack.url, email, PASSWORD)
    await pat.send("POST", "/api/me/password", { body: { current: PASSWORD, next: "quite another password" } })
    expect(await search(`userId=${id}&type=user.password_changed`)).toMatchObject([{ targetId: id, userName: "Pat" }])
  })

  test("being refused: what is another's once a minute, and what is for admins", async () => {
    const id = await makes("/api/dashboards", { name: "Secret plans" })
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect((await member.send("GET", `/api/dashboards/${id}`)).status).toBe(404)
    await expect.poll(() => search(`targetId=${id}&type=access.denied`)).toHaveLength(1)
    expect(await search(`targetId=${id}&type=access.denied`)).toMatchObject([
      { userId: memberId, targetName: "Secret plans", details: { what: "dashboard", needed: "view", right: "none" } },
    ])
    expect((await member.send("GET", "/api/audit")).status).toBe(403)
    expect(await search(`userId=${memberId}&type=access.denied`)).toContainEqual(
      expect.objectContaining({ targetId: null, details: { what: "GET /api/audit" } }),
    )
  })

  test("being refused on a page is no different", async () => {
    const id = await makes("/api/dashboards", { name: "Another plan" })
    const session = browserSession(stack.url)
    await session.signIn("credentials", { email: "mo@example.org", password: PASSWORD })
    // A page that streams has begun with 200 before it knows; what it says counts.
    expect(String((await session.send("GET", `/dashboards/${id}`)).body)).not.toContain("Another plan")
    await expect
      .poll(() => search(`targetId=${id}&type=access.denied`))
      .toMatchObject([{ userId: memberId, via: "session", address: "127.0.0.1" }])
  })
})

describe("the log", () => {
  test.each(["/api/audit", "/api/audit/export.csv"])("%s is for admins", async (path) => {
    expect((await apiClient(stack.url, null).send("GET", path)).status).toBe(401)
    expect((await member.send("GET", path)).status).toBe(403)
  })

  test("pages follow one another to the end, each event once", async () => {
    const all = (await search("")).map(({ id }) => id)
    const seen: string[] = []
    let cursor: string | null = ""
    while (cursor !== null) {
      const path: string = `/api/audit?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
      const page: { data: { id: string }[]; nextCursor: string | null } = await api.expect(
        pageOf(AuditEvent),
        "GET",
        path,
      )
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen.slice(-all.length)).toEqual(all)
    expect(new Set(seen).size).toBe(seen.length)
  })

  test("is exported as a file that runs no formula", async () => {
    const id = await makes("/api/dashboards", { name: "=1+1" })
    const answer = await api.send("GET", `/api/audit/export.csv?targetId=${id}`)
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="audit.csv"')
    expect(String(answer.body)).toContain(`${id},'=1+1,`)
  })

  test.each(["type=no.such", "userId=1", "from=yesterday", "from=2026-02-02&to=2026-01-01", "cursor=zzz", "limit=0"])(
    "a search by %s is refused",
    async (query) => expect((await api.send("GET", `/api/audit?${query}`)).status).toBe(400),
  )

  test("has a page for admins, and none for anybody else", async () => {
    const [admin, mo] = [browserSession(stack.url), browserSession(stack.url)]
    await admin.signIn("credentials", { email: stack.adminEmail, password: stack.adminPassword })
    await mo.signIn("credentials", { email: "mo@example.org", password: PASSWORD })
    const shown = await admin.send("GET", "/admin/audit?person=mo@example.org&type=token.created")
    expect(shown.status).toBe(200)
    expect(String(shown.body)).toContain("Made an API token")
    expect(String((await admin.send("GET", "/admin/audit?person=nobody@example.org")).body)).toContain(
      "Nobody here has the address",
    )
    expect(String((await mo.send("GET", "/admin/audit")).body)).not.toMatch(/Audit events|Made an API token/)
    expect((await browserSession(stack.url).send("GET", "/admin/audit")).status).toBe(307)
  })
})
