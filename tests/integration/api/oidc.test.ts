import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { AuditEvent } from "#lib/domain/audit.ts"
import { Group, GroupDetail } from "#lib/domain/group.ts"
import { User } from "#lib/domain/user.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { browserSession, type BrowserSession } from "#tests/support/browser-session.ts"
import { freePort } from "#tests/support/free-port.ts"
import { startOidcIssuer, type IssuedPerson, type OidcIssuer } from "#tests/support/start-oidc-issuer.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { waitFor } from "#tests/support/wait-for.ts"

let stack: RunningStack
let issuer: OidcIssuer
let admin: ApiClient
let people = 0

beforeAll(async () => {
  const port = await freePort()
  issuer = await startOidcIssuer(`http://localhost:${port}`)
  stack = await startStack({ port, env: { ...issuer.env, AUTH_OIDC_ADMIN_GROUP: "Operators" } })
  admin = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
})
afterAll(async () => {
  await stack?.stop()
  await issuer?.stop()
})

/** Somebody no other test knows, whose address the issuer has verified. */
function somebody(claims: Partial<IssuedPerson> = {}): IssuedPerson {
  people += 1
  const id = `person${people}`
  return { id, name: `Person ${people}`, email: `${id}@example.org`, email_verified: true, groups: [], ...claims }
}

/** What a browser sees after the issuer sent it back: the page's path and the reason in it, if there is one. */
async function arrive(browser: BrowserSession, back: URL): Promise<{ path: string; error: string | null }> {
  let next = back
  for (let hop = 0; hop < 5; hop += 1) {
    const location = (await browser.send("GET", next.href)).headers.get("location")
    if (!location) break
    next = new URL(location, stack.url)
  }
  return { path: next.pathname, error: next.searchParams.get("error") }
}

/** The whole way of one person: to the issuer, through it and back. */
async function signIn(person: IssuedPerson, browser = browserSession(stack.url)) {
  await issuer.knows([person])
  const back = await issuer.signIn(await browser.leaveForIssuer(), person.id)
  return { browser, ...(await arrive(browser, back)) }
}

const isNobody = async (browser: BrowserSession) => expect((await browser.send("GET", "/api/me")).status).toBe(401)
const me = async (browser: BrowserSession) => dataOf(User).parse((await browser.send("GET", "/api/me")).body).data
const users = async () => (await admin.expect(pageOf(User), "GET", "/api/users?limit=200")).data
const userOf = async ({ email }: IssuedPerson) => (await users()).find((user) => user.email === email)
const makeUser = async (body: object) => (await admin.expect(dataOf(User), "POST", "/api/users", { body })).data
const change = (userId: string, body: object) => admin.expect(dataOf(User), "PATCH", `/api/users/${userId}`, { body })
const eventsOf = async (query: string) =>
  (await admin.expect(pageOf(AuditEvent), "GET", `/api/audit?limit=200&${query}`)).data

async function groupsOf(userId: string): Promise<string[]> {
  const { data: groups } = await admin.expect(pageOf(Group), "GET", "/api/groups?limit=200")
  const details = await Promise.all(
    groups.map(async ({ id }) => (await admin.expect(dataOf(GroupDetail), "GET", `/api/groups/${id}`)).data),
  )
  return details
    .filter(({ members }) => members.some(({ id }) => id === userId))
    .map(({ name }) => name)
    .toSorted()
}

describe("somebody whom the issuer signs in", () => {
  test("for the first time gets an account of a member, without a password", async () => {
    const person = somebody({ name: "Nora New" })
    const { browser, path, error } = await signIn(person)
    expect({ path, error }).toEqual({ path: "/", error: null })
    expect(await me(browser)).toMatchObject({
      email: person.email,
      name: "Nora New",
      role: "member",
      hasPassword: false,
      hasIdentity: true,
    })
    expect([...browser.cookies.keys()].filter((name) => /state|nonce|pkce/.test(name))).toEqual([])
  })

  test("comes back to the page they wanted", async () => {
    const person = somebody()
    await issuer.knows([person])
    const browser = browserSession(stack.url)
    const back = await issuer.signIn(await browser.leaveForIssuer("/datasets"), person.id)
    expect(await arrive(browser, back)).toEqual({ path: "/datasets", error: null })
  })

  test("again is the same person, whatever their address and name have become", async () => {
    const person = somebody()
    const before = await me((await signIn(person)).browser)
    const { browser } = await signIn({ ...person, email: "renamed@example.org", name: "Renamed" })
    expect((await me(browser)).id).toBe(before.id)
    expect((await users()).filter(({ email }) => email === "renamed@example.org")).toEqual([])
  })

  test("in two browsers at once for the first time gets one account", async () => {
    const person = somebody({ groups: [`Racers ${people}`] })
    await issuer.knows([person])
    const browsers = [browserSession(stack.url), browserSession(stack.url)]
    const backs = await Promise.all(
      browsers.map(async (browser) => issuer.signIn(await browser.leaveForIssuer(), person.id)),
    )
    const arrivals = await Promise.all(browsers.map((browser, index) => arrive(browser, backs[index] ?? new URL("x:"))))
    expect(arrivals.map(({ error }) => error)).toEqual([null, null])
    const [one, two] = await Promise.all(browsers.map(me))
    expect(one?.id).toBe(two?.id)
    expect((await users()).filter(({ email }) => email === person.email)).toHaveLength(1)
  })

  test("is in the groups of the claim, which are made, and out of them when the claim no longer names them", async () => {
    const [sales, board] = [`Sales ${people}`, `Board ${people}`]
    const person = somebody({ groups: [sales, board] })
    const { id } = await me((await signIn(person)).browser)
    expect(await groupsOf(id)).toEqual([board, sales])
    await signIn({ ...person, groups: [sales.toUpperCase(), "Newcomers"] })
    expect(await groupsOf(id)).toEqual(["Newcomers", sales])
    // No claim at all is no group: what is not said counts for nothing.
    await signIn({ id: person.id, name: person.name })
    expect(await groupsOf(id)).toEqual([])
  })

  test("stays in a group that an admin put them into", async () => {
    const person = somebody()
    const { id } = await me((await signIn(person)).browser)
    const name = `By hand ${people}`
    const { data: group } = await admin.expect(dataOf(Group), "POST", "/api/groups", { body: { name } })
    await admin.send("POST", `/api/groups/${group.id}/members`, { body: { userId: id } })
    await signIn({ ...person, groups: [name] })
    await signIn(person)
    expect(await groupsOf(id)).toEqual([name])
  })

  test("is an admin while they are in the group that makes admins", async () => {
    const person = somebody({ groups: ["Operators"] })
    const { browser } = await signIn(person)
    expect((await me(browser)).role).toBe("admin")
    await signIn({ ...person, groups: [] })
    expect((await me(browser)).role).toBe("member")
    expect((await browser.send("GET", "/api/audit")).status).toBe(403)
  })

  test("is written down: the account, the groups, the sign-in", async () => {
    const name = `Auditors ${people}`
    const { id } = await me((await signIn(somebody({ groups: [name] }))).browser)
    expect((await eventsOf(`userId=${id}`)).map(({ type, details }) => [type, details["means"]])).toEqual([
      ["session.signed_in", "oidc"],
      ["group.member_added", "oidc"],
      ["group.created", "oidc"],
      ["user.created", "oidc"],
    ])
  })
})

describe("an account that was there before", () => {
  test("is theirs when the issuer has verified the address an admin gave it", async () => {
    const person = somebody({ email: `Before${people}@Example.org` })
    const email = String(person.email).toLowerCase()
    const { id } = await makeUser({ email, name: "Before", role: "member", password: "quite a long secret" })
    const { browser } = await signIn(person)
    expect(await me(browser)).toMatchObject({ id, name: "Before", hasPassword: true, hasIdentity: true })
    expect(await eventsOf(`targetId=${id}&type=user.updated`)).toMatchObject([
      { details: { signInLinked: issuer.url } },
    ])
  })

  test.each([
    ["has not verified the address", { email_verified: false }, "oidc_unverified"],
    ["does not say whether it has", { email_verified: undefined }, "oidc_address_taken"],
  ])("is not when the issuer %s", async (_, claims, error) => {
    const person = somebody(claims)
    const { id } = await makeUser({ email: person.email, name: "Before", password: "quite a long secret" })
    const arrived = await signIn(person)
    expect(arrived).toMatchObject({ path: "/sign-in", error })
    await isNobody(arrived.browser)
    expect((await users()).find((user) => user.id === id)).toMatchObject({ hasIdentity: false })
  })

  test("is not when somebody else at the issuer has it already", async () => {
    const person = somebody()
    await signIn(person)
    const { browser, error } = await signIn(somebody({ email: person.email }))
    expect(error).toBe("oidc_address_taken")
    await isNobody(browser)
  })

  test("is not when its holder typed the address themselves", async () => {
    const person = somebody()
    const holder = await makeUser({ email: `typed${people}@example.org`, password: "quite a long secret" })
    const theirs = await clientWithPassword(stack.url, holder.email, "quite a long secret")
    await theirs.expect(dataOf(User), "PATCH", "/api/me", { body: { email: person.email } })
    expect((await signIn(person)).error).toBe("oidc_address_taken")
  })
})

describe("nobody is let in, and nothing is made,", () => {
  test.each([
    ["without an address", { email: undefined, email_verified: undefined }, "oidc_no_address"],
    ["with an address that is not verified", { email_verified: false }, "oidc_unverified"],
  ])("%s", async (_, claims, error) => {
    const [person, before] = [somebody(claims), (await users()).length]
    const arrived = await signIn({ ...person, groups: [`Half-made ${people}`] })
    expect(arrived).toMatchObject({ path: "/sign-in", error })
    await isNobody(arrived.browser)
    expect(await users()).toHaveLength(before)
    const { data: groups } = await admin.expect(pageOf(Group), "GET", "/api/groups?limit=200")
    expect(groups.filter(({ name }) => name === `Half-made ${people}`)).toEqual([])
    expect(await eventsOf("type=session.sign_in_failed")).toContainEqual(
      expect.objectContaining({ details: { means: "oidc", reason: error } }),
    )
  })

  test("to an account that is disabled, until it is enabled", async () => {
    const person = somebody()
    const { id } = await me((await signIn(person)).browser)
    await change(id, { disabled: true })
    const { browser, path, error } = await signIn(person)
    expect({ path, error }).toEqual({ path: "/sign-in", error: "oidc_disabled" })
    await isNobody(browser)
    await change(id, { disabled: false })
    expect((await signIn(person)).error).toBeNull()
  })

  const tampering: [string, (browser: BrowserSession, back: URL, other: BrowserSession) => void][] = [
    ["with another state in the address", (_, back) => back.searchParams.set("state", "forged")],
    ["without a state", (_, back) => back.searchParams.delete("state")],
    ["with another browser's state", (browser, _, other) => swap("cardloom-state", browser, other)],
    ["with another browser's nonce", (browser, _, other) => swap("cardloom-nonce", browser, other)],
    ["with another browser's PKCE secret", (browser, _, other) => swap("cardloom-pkce", browser, other)],
    ["without the cookies it left with", (browser) => browser.cookies.clear()],
    ["with another code", (_, back) => back.searchParams.set("code", "x".repeat(43))],
  ]

  function swap(name: string, browser: BrowserSession, other: BrowserSession): void {
    const theirs = other.cookies.get(name)
    if (theirs === undefined || theirs === browser.cookies.get(name)) throw new Error(`There is no other ${name}.`)
    browser.cookies.set(name, theirs)
  }

  test.each(tampering)("%s", async (_, tamper) => {
    const person = somebody()
    await issuer.knows([person])
    const [browser, other] = [browserSession(stack.url), browserSession(stack.url)]
    await other.leaveForIssuer()
    const back = await issuer.signIn(await browser.leaveForIssuer(), person.id)
    tamper(browser, back, other)
    expect(await arrive(browser, back)).toMatchObject({ path: "/sign-in", error: expect.any(String) })
    await isNobody(browser)
    expect(await userOf(person)).toBeUndefined()
  })

  test("with a code that has been used", async () => {
    const person = somebody()
    await issuer.knows([person])
    const browser = browserSession(stack.url)
    const back = await issuer.signIn(await browser.leaveForIssuer(), person.id)
    const thief = browserSession(stack.url)
    for (const [name, value] of browser.cookies) thief.cookies.set(name, value)
    expect((await arrive(browser, back)).error).toBeNull()
    expect((await arrive(thief, back)).error).toEqual(expect.any(String))
    await isNobody(thief)
  })

  test("with a code that has expired", async () => {
    const person = somebody()
    await issuer.knows([person], { codeSeconds: 1 })
    const browser = browserSession(stack.url)
    const back = await issuer.signIn(await browser.leaveForIssuer(), person.id)
    const code = back.searchParams.get("code") ?? ""
    await waitFor("the code has expired", async () => !(await issuer.codeHolds(code)))
    expect(await arrive(browser, back)).toMatchObject({ path: "/sign-in", error: expect.any(String) })
    await isNobody(browser)
    expect(await userOf(person)).toBeUndefined()
  })

  test("by a refusal at the issuer's", async () => {
    const browser = browserSession(stack.url)
    const away = await browser.leaveForIssuer()
    const back = new URL("/api/auth/callback/oidc", stack.url)
    back.search = String(
      new URLSearchParams({ error: "access_denied", state: away.searchParams.get("state") ?? "", iss: issuer.url }),
    )
    expect(await arrive(browser, back)).toMatchObject({ path: "/sign-in", error: expect.any(String) })
    await isNobody(browser)
  })

  test("by a link to another site", async () => {
    const person = somebody()
    await issuer.knows([person])
    const browser = browserSession(stack.url)
    const back = await issuer.signIn(await browser.leaveForIssuer("https://evil.example/"), person.id)
    const { headers } = await browser.send("GET", back.href)
    expect(new URL(headers.get("location") ?? "", stack.url).origin).toBe(stack.url)
  })
})

test("given the sign-in page with a reason in its address, it says in words what to do", async () => {
  const text = async (error: string) =>
    String((await browserSession(stack.url).send("GET", `/sign-in?error=${error}`)).body)
  expect(await text("oidc_unverified")).toContain("is not verified at Example Ltd. Verify it there, then try again.")
  expect(await text("OAuthCallback")).toContain("Signing in with Example Ltd did not work.")
  expect(await text("%3Cscript%3Ealert(1)")).not.toContain("alert(1)</")
})

test("given an issuer that is down, before or halfway, nobody is let in, passwords still work, and it works again after", async () => {
  const port = Number(new URL(issuer.url).port)
  const person = somebody()
  await issuer.knows([person])
  const [halfway, late] = [browserSession(stack.url), browserSession(stack.url)]
  const back = await issuer.signIn(await halfway.leaveForIssuer(), person.id)
  await issuer.stop()
  expect(await arrive(halfway, back)).toMatchObject({ path: "/sign-in", error: expect.any(String) })
  await isNobody(halfway)
  // An address of our own: the button then says that the issuer can't be reached.
  expect((await late.leaveForIssuer()).origin).toBe(stack.url)
  const credentials = { email: stack.adminEmail, password: stack.adminPassword }
  expect((await late.signIn("credentials", credentials)).error).toBeNull()
  expect(await userOf(person)).toBeUndefined()
  issuer = await startOidcIssuer(stack.url, port)
  expect((await signIn(person)).error).toBeNull()
})

test("secrets of the issuer's are in no log", () => {
  expect(stack.output()).not.toContain(issuer.env["AUTH_OIDC_CLIENT_SECRET"])
  expect(z.string().parse(stack.output())).not.toMatch(/id_token|access_token/)
})
