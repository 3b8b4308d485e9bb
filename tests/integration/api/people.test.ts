import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { SessionInfo, User } from "#lib/domain/user.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { browserSession, type BrowserSession } from "#tests/support/browser-session.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const PASSWORD = "a member's own password"
const WithInvite = dataOf(User.extend({ inviteUrl: z.url().nullable() }))
const Sessions = z.object({ data: z.array(SessionInfo) })

let stack: RunningStack
let admin: ApiClient
let people = 0

beforeAll(async () => {
  stack = await startStack()
  admin = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
})
afterAll(() => stack?.stop())

const newEmail = () => `person${(people += 1)}@example.org`

async function makePerson(more: object = {}) {
  const body = { email: newEmail(), password: PASSWORD, ...more }
  return (await admin.expect(WithInvite, "POST", "/api/users", { body })).data
}
const patch = (client: ApiClient, userId: string, body: object) =>
  client.send("PATCH", `/api/users/${userId}`, { body })

async function signedIn(email: string, password = PASSWORD): Promise<BrowserSession> {
  const session = browserSession(stack.url)
  expect(await session.signIn("credentials", { email, password })).toEqual({ status: 200, error: null })
  return session
}
const tokenOf = (url: string | null) => new URL(url ?? "").searchParams.get("token") ?? ""
async function signedInByLink(inviteUrl: string | null): Promise<BrowserSession> {
  const session = browserSession(stack.url)
  expect((await session.signIn("setup-token", { token: tokenOf(inviteUrl) })).error).toBeNull()
  return session
}
const statusOf = async (session: BrowserSession) => (await session.send("GET", "/api/me")).status

describe("a password that is easily guessed is refused, with a sentence at its field,", () => {
  const guessable: [string, (email: string) => string, RegExp][] = [
    ["too short", () => "short9xyz", /at least 10 characters/],
    ["too long", () => "long".repeat(300), /1000|Too big/],
    ["among the first anybody would try", () => "Password123", /first that anybody would try/],
    ["one's own address", (email) => email.toUpperCase(), /own e-mail address/],
    ["a few characters repeated", () => "abababababab", /repeats the same few/],
  ]
  const ways: [string, (email: string, password: string) => Promise<{ status: number; body: unknown }>][] = [
    [
      "when an admin makes an account",
      (email, password) => admin.send("POST", "/api/users", { body: { email, password } }),
    ],
    ["when an admin sets it", async (email, password) => patch(admin, (await makePerson({ email })).id, { password })],
    [
      "when somebody who was invited chooses it",
      async (email, next) => {
        const { inviteUrl } = await makePerson({ email, password: undefined })
        return (await signedInByLink(inviteUrl)).send("POST", "/api/me/password", { body: { next } })
      },
    ],
    [
      "when somebody changes theirs",
      async (email, next) => {
        await makePerson({ email })
        return (await signedIn(email)).send("POST", "/api/me/password", { body: { current: PASSWORD, next } })
      },
    ],
  ]
  const cases = ways.flatMap(([way, set]) => guessable.map(([what, of, words]) => [way, what, set, of, words] as const))

  test.each(cases)("%s: %s", async (_, __, set, passwordOf, words) => {
    const email = `longer.name.${newEmail()}`
    const { status, body } = await set(email, passwordOf(email))
    expect(status).toBe(400)
    const { error } = z.object({ error: z.looseObject({ details: z.unknown() }) }).parse(body)
    expect(JSON.stringify(error)).toMatch(words)
    expect(JSON.stringify(error.details)).toMatch(/"body","(password|next)"/)
  })

  test("and the first admin's by the environment too", async () => {
    const weak = startStack({ env: { CARDLOOM_ADMIN_PASSWORD: "password123" } })
    await expect(weak).rejects.toThrow(/among the first that anybody would try/)
  })
})

describe("an invitation", () => {
  test("signs in once, whoever tries it again, and a newer one ends it", async () => {
    const { id, email, inviteUrl } = await makePerson({ password: undefined })
    const { inviteUrl: newer } = WithInvite.parse((await patch(admin, id, { resetPassword: true })).body).data
    expect(await browserSession(stack.url).signIn("setup-token", { token: tokenOf(inviteUrl) })).toMatchObject({
      error: "CredentialsSignin",
    })
    const session = await signedInByLink(newer)
    expect((await session.send("POST", "/api/me/password", { body: { next: PASSWORD } })).status).toBe(200)
    await signedIn(email)
    expect(await browserSession(stack.url).signIn("setup-token", { token: tokenOf(newer) })).toMatchObject({
      error: "CredentialsSignin",
    })
  })

  test("lets nobody in while the account is disabled, nor after", async () => {
    const { id, inviteUrl } = await makePerson({ password: undefined })
    await patch(admin, id, { disabled: true })
    const attempt = () => browserSession(stack.url).signIn("setup-token", { token: tokenOf(inviteUrl) })
    expect(await attempt()).toMatchObject({ error: "CredentialsSignin" })
    await patch(admin, id, { disabled: false })
    expect(await attempt()).toMatchObject({ error: "CredentialsSignin" })
  })

  test("to an address that has an account is refused", async () => {
    const { email } = await makePerson()
    const answer = await admin.send("POST", "/api/users", { body: { email: email.toUpperCase() } })
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "conflict" } } })
  })
})

describe("sessions", () => {
  test("are listed with where they are from; ending one, or all others, counts with the next request", async () => {
    const { email } = await makePerson()
    const [here, phone, office] = [await signedIn(email), await signedIn(email), await signedIn(email)]
    const list = async () => Sessions.parse((await here.send("GET", "/api/me/sessions")).body).data
    const sessions = await list()
    expect(sessions).toHaveLength(3)
    expect(sessions.map(({ current }) => current)).toEqual([false, false, true])
    for (const { address } of sessions) expect(address).toBe("127.0.0.1")

    const [ended] = sessions
    expect((await here.send("DELETE", `/api/me/sessions/${ended?.id}`)).status).toBe(204)
    expect(await statusOf(office)).toBe(401)
    expect(await statusOf(phone)).toBe(200)
    expect((await here.send("DELETE", "/api/me/sessions")).status).toBe(204)
    expect(await statusOf(phone)).toBe(401)
    expect(await statusOf(here)).toBe(200)
    expect(await list()).toMatchObject([{ current: true }])
  })

  test("of others are nobody's to end, not even to know of", async () => {
    const [mine, theirs] = [await signedIn((await makePerson()).email), await signedIn((await makePerson()).email)]
    const { data } = Sessions.parse((await theirs.send("GET", "/api/me/sessions")).body)
    expect((await mine.send("DELETE", `/api/me/sessions/${data[0]?.id}`)).status).toBe(404)
    expect(await statusOf(theirs)).toBe(200)
  })
})

describe("what an admin does to an account counts with its next request:", () => {
  test("a disabled one's sessions and tokens", async () => {
    const { id, email } = await makePerson()
    const [session, client] = [await signedIn(email), await clientWithPassword(stack.url, email, PASSWORD)]
    expect((await patch(admin, id, { disabled: true })).status).toBe(200)
    expect(await statusOf(session)).toBe(401)
    expect((await client.send("GET", "/api/me")).status).toBe(401)
    await patch(admin, id, { disabled: false })
    // Sessions are gone for good; tokens work again, as the dialog says.
    expect(await statusOf(session)).toBe(401)
    expect((await client.send("GET", "/api/me")).status).toBe(200)
  })

  test("a role given and taken", async () => {
    const { id, email } = await makePerson()
    const session = await signedIn(email)
    const asked = async () => (await session.send("GET", "/api/audit")).status
    expect(await asked()).toBe(403)
    await patch(admin, id, { role: "admin" })
    expect(await asked()).toBe(200)
    await patch(admin, id, { role: "member" })
    expect(await asked()).toBe(403)
  })

  test("a reset password, which ends the sessions and can't be used again", async () => {
    const { id, email } = await makePerson()
    const session = await signedIn(email)
    const { inviteUrl } = WithInvite.parse((await patch(admin, id, { resetPassword: true })).body).data
    expect(await statusOf(session)).toBe(401)
    expect(await browserSession(stack.url).signIn("credentials", { email, password: PASSWORD })).toMatchObject({
      error: "CredentialsSignin",
    })
    expect(await statusOf(await signedInByLink(inviteUrl))).toBe(200)
  })
})

describe("the last who can sign in as an admin", () => {
  test.each([
    ["be made a member", { role: "member" }],
    ["be disabled", { disabled: true }],
    ["lose the password", { resetPassword: true }],
  ])("can't %s, whoever else has not come yet", async (_, change) => {
    const me = (await admin.expect(dataOf(User), "GET", "/api/me")).data
    // Neither an admin who was only invited nor one who is disabled could take over.
    await makePerson({ password: undefined, role: "admin" })
    const off = await makePerson({ role: "admin" })
    await patch(admin, off.id, { disabled: true })
    const session = await signedIn(stack.adminEmail, stack.adminPassword)
    expect(await patch(admin, me.id, change)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("Nobody would be left") } },
    })
    expect(await statusOf(session)).toBe(200)
    expect((await admin.expect(dataOf(User), "GET", "/api/me")).data).toEqual(me)
  })

  test("is left when admins demote, disable and reset each other at the same moment", async () => {
    const lowered = [{ role: "member" }, { disabled: true }, { resetPassword: true }]
    const { id: mine } = (await admin.expect(dataOf(User), "GET", "/api/me")).data
    for (const change of lowered) {
      const other = await makePerson({ role: "admin" })
      const others = await clientWithPassword(stack.url, other.email, PASSWORD)
      const answers = await Promise.all([patch(admin, other.id, change), patch(others, mine, change)])
      const { data: everybody } = await admin
        .expect(pageOf(User), "GET", "/api/users?limit=200")
        .catch(() => others.expect(pageOf(User), "GET", "/api/users?limit=200"))
      const left = everybody.filter(({ role, disabled, hasPassword }) => role === "admin" && !disabled && hasPassword)
      expect(left.length, JSON.stringify(answers.map(({ status }) => status))).toBeGreaterThan(0)
      // Whoever won undoes it for the next round.
      const winner = left.some(({ id }) => id === mine) ? admin : others
      await patch(winner, mine, { role: "admin", disabled: false, password: stack.adminPassword })
      await patch(admin, other.id, { role: "member", disabled: true })
    }
  })
})
