import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { ApiToken } from "#lib/domain/user.ts"
import { apiClient, clientWithPassword } from "#tests/support/api-client.ts"
import { browserSession } from "#tests/support/browser-session.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"
import { waitFor } from "#tests/support/wait-for.ts"

let stack: RunningStack

beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

const admin = () => ({ email: stack.adminEmail, password: stack.adminPassword })

async function signedIn() {
  const session = browserSession(stack.url)
  expect(await session.signIn("credentials", admin())).toEqual({ status: 200, error: null })
  return session
}

describe("sessions", () => {
  test("given the right password, the cookie is out of scripts' reach and opens the API", async () => {
    const session = browserSession(stack.url)
    await session.signIn("credentials", { ...admin(), email: "  Admin@Example.ORG " })
    expect(await session.send("GET", "/api/me")).toMatchObject({
      status: 200,
      body: { data: { email: stack.adminEmail, role: "admin" } },
    })
    expect([...session.cookies.keys()]).toContain("cardloom-session")
  })

  test("a wrong password and an unknown address get one answer", async () => {
    const wrong = await browserSession(stack.url).signIn("credentials", { ...admin(), password: "wrong password" })
    const unknown = await browserSession(stack.url).signIn("credentials", {
      email: "nobody@example.org",
      password: "wrong password",
    })
    expect(wrong).toEqual(unknown)
    expect(wrong.error).toBe("CredentialsSignin")
  })

  test("given two sessions, when one signs out, its cookie is dead on the next request and the other lives", async () => {
    const [leaving, staying] = [await signedIn(), await signedIn()]
    const stolen = new Map(leaving.cookies)
    await leaving.signOut()
    for (const [name, value] of stolen) leaving.cookies.set(name, value)
    expect((await leaving.send("GET", "/api/me")).status).toBe(401)
    expect((await staying.send("GET", "/api/me")).status).toBe(200)
  })

  test("when the password changes, every other session ends; a wrong current password changes nothing", async () => {
    const own = await startStack()
    try {
      const credentials = { email: own.adminEmail, password: own.adminPassword }
      const [here, elsewhere] = [browserSession(own.url), browserSession(own.url)]
      await here.signIn("credentials", credentials)
      await elsewhere.signIn("credentials", credentials)
      expect(
        (await here.send("POST", "/api/me/password", { body: { current: "not it at all", next: "a new password" } }))
          .status,
      ).toBe(400)
      expect(
        (await here.send("POST", "/api/me/password", { body: { current: own.adminPassword, next: "a new password" } }))
          .status,
      ).toBe(200)
      expect((await here.send("GET", "/api/me")).status).toBe(200)
      expect((await elsewhere.send("GET", "/api/me")).status).toBe(401)
      await clientWithPassword(own.url, own.adminEmail, "a new password")
    } finally {
      await own.stop()
    }
  })

  test("an altered cookie is nobody", async () => {
    const session = await signedIn()
    session.cookies.set("cardloom-session", `${session.cookies.get("cardloom-session")}x`)
    expect((await session.send("GET", "/api/me")).status).toBe(401)
  })
})

describe("requests that other sites start", () => {
  const write = { body: { name: "forged" } }

  test.each([
    ["a foreign origin", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a foreign origin alone", { origin: "https://evil.example" }],
    ["a sibling domain", { origin: "http://sub.localhost", "sec-fetch-site": "same-site" }],
    ["an opaque origin", { origin: "null" }],
  ])("are refused: %s", async (_, headers) => {
    const session = await signedIn()
    expect(await session.send("POST", "/api/dashboards", { ...write, headers })).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden" } },
    })
  })

  test("a form, which needs no asking, can't write either", async () => {
    const session = await signedIn()
    const answer = await session.send("POST", "/api/dashboards", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
    })
    expect(answer.status).toBe(400)
  })

  test("our own page may write", async () => {
    expect((await (await signedIn()).send("POST", "/api/dashboards", write)).status).toBe(201)
  })

  test("a token needs no origin", async () => {
    const client = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
    expect((await client.send("POST", "/api/dashboards", write)).status).toBe(201)
  })
})

describe("API tokens", () => {
  test("a token is shown once, listed without its secret, and dead once revoked", async () => {
    const session = await signedIn()
    const made = dataOf(ApiToken.extend({ token: z.string() })).parse(
      (await session.send("POST", "/api/tokens", { body: { name: "script" } })).body,
    ).data
    const client = apiClient(stack.url, made.token)
    expect((await client.send("GET", "/api/me")).status).toBe(200)
    const listed = pageOf(z.looseObject({ id: z.string() })).parse((await session.send("GET", "/api/tokens")).body).data
    expect(listed.find(({ id }) => id === made.id)).toMatchObject({ name: "script" })
    expect(JSON.stringify(listed)).not.toContain(made.token)
    expect((await session.send("DELETE", `/api/tokens/${made.id}`)).status).toBe(204)
    expect((await client.send("GET", "/api/me")).status).toBe(401)
    expect((await session.send("DELETE", `/api/tokens/${made.id}`)).status).toBe(404)
  })

  test("a token that is revoked, expired, miswritten or nobody's answers like any other", async () => {
    const session = await signedIn()
    const makeToken = async (body: object) =>
      dataOf(ApiToken.extend({ token: z.string() })).parse(
        (await session.send("POST", "/api/tokens", { body: { name: "t", ...body } })).body,
      ).data
    const [live, revoked, expired] = [
      (await makeToken({})).token,
      await makeToken({}),
      await makeToken({ expiresAt: new Date(Date.now() + 1000).toISOString() }),
    ]
    await session.send("DELETE", `/api/tokens/${revoked.id}`)
    const told = async (authorization: string) => {
      const { status, headers, body } = await apiClient(stack.url, null).send("GET", "/api/me", {
        headers: { authorization },
      })
      const { error } = z.object({ error: z.looseObject({ requestId: z.string() }) }).parse(body)
      return {
        status,
        names: [...headers.keys()].filter((name) => name !== "date"),
        error: { ...error, requestId: "" },
      }
    }
    await waitFor(
      "the token to expire",
      async () => (await apiClient(stack.url, expired.token).send("GET", "/api/me")).status === 401,
    )
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")
    const unknown = await told(`Bearer cl_${random}`)
    expect(unknown).toMatchObject({ status: 401, error: { code: "unauthorized" } })
    const flipped = live.replace(/[a-z](?=[^_]*$)/, (letter) => letter.toUpperCase())
    expect(flipped).not.toBe(live)
    for (const token of [
      revoked.token,
      expired.token,
      flipped,
      live.slice(0, -1),
      live + live,
      `${live} ${live}`,
      `${live}=`,
    ])
      expect(await told(`Bearer ${token}`), token).toEqual(unknown)
    expect((await apiClient(stack.url, live).send("GET", "/api/me")).status).toBe(200)
  })

  test("a token does no more than its scope, and one for an admin's work is an admin's to make", async () => {
    const session = await signedIn()
    const statusesOf = async (scope: string) => {
      const made = await session.send("POST", "/api/tokens", { body: { name: scope, scope } })
      const client = apiClient(stack.url, dataOf(z.object({ token: z.string() })).parse(made.body).data.token)
      const [read, write, admins] = [
        await client.send("GET", "/api/dashboards"),
        await client.send("POST", "/api/dashboards", { body: { name: scope } }),
        await client.send("GET", "/api/audit"),
      ]
      return [read.status, write.status, admins.status]
    }
    expect(await statusesOf("read")).toEqual([200, 403, 403])
    expect(await statusesOf("write")).toEqual([200, 201, 403])
    expect(await statusesOf("admin")).toEqual([200, 201, 200])
  })

  test("a token can't make another, and an unknown one shuts the cookie out", async () => {
    const client = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
    expect((await client.send("POST", "/api/tokens", { body: { name: "child" } })).status).toBe(403)
    const session = await signedIn()
    expect((await session.send("GET", "/api/me", { headers: { authorization: "Bearer cl_unknown" } })).status).toBe(401)
  })
})

test("ten failures for an account are answered 429 with when to try again, and the account is not locked for good", async () => {
  const own = await startStack()
  try {
    const client = apiClient(own.url, null)
    const guess = () =>
      client.send("POST", "/api/tokens", { body: { email: own.adminEmail, password: "a wrong guess", name: "x" } })
    const answers = []
    for (let attempt = 0; attempt < 10; attempt += 1) answers.push(await guess())
    expect(answers[0]?.status).toBe(401)
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { error: { code: "rate_limited" } } })
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0)
    // The browser's sign-in counts together with the API's.
    expect(
      (await browserSession(own.url).signIn("credentials", { email: own.adminEmail, password: own.adminPassword }))
        .error,
    ).toBe("rate_limited")
  } finally {
    await own.stop()
  }
})

test("a hundred guesses at once are looked at nine times at most; the others are told when to come back", async () => {
  const own = await startStack()
  try {
    const client = apiClient(own.url, null)
    const passwords = Array.from({ length: 100 }, (_, guess) => `a wrong guess ${guess}`)
    const answers = await Promise.all(
      passwords.map((password) =>
        client.send("POST", "/api/tokens", { body: { email: own.adminEmail, password, name: "x" } }),
      ),
    )
    const looked = answers.filter(({ status }) => status !== 429)
    expect(looked.length).toBeLessThanOrEqual(9)
    for (const { status, headers } of answers.filter((answer) => !looked.includes(answer))) {
      expect(status).toBe(429)
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0)
    }
  } finally {
    await own.stop()
  }
})

test("an address can't be made up: failures count for the connection, whatever the caller writes", async () => {
  const own = await startStack()
  try {
    const client = apiClient(own.url, null)
    const statuses = []
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const body = { email: `nobody${attempt}@example.org`, password: "a wrong guess", name: "x" }
      const headers = { "x-forwarded-for": `203.0.113.${attempt}`, "x-cardloom-peer": `203.0.113.${attempt}` }
      statuses.push((await client.send("POST", "/api/tokens", { body, headers })).status)
    }
    expect(statuses[0]).toBe(401)
    expect(statuses.at(-1)).toBe(429)
  } finally {
    await own.stop()
  }
})

test("given no admin in the environment, the printed link signs the first admin in once", async () => {
  const own = await startStack({ env: { CARDLOOM_ADMIN_EMAIL: "", CARDLOOM_ADMIN_PASSWORD: "" } })
  try {
    const token = /\/welcome\?token=([\w-]+)/.exec(own.output())?.[1] ?? ""
    expect(token).toHaveLength(43)
    const session = browserSession(own.url)
    expect((await session.signIn("setup-token", { token })).error).toBeNull()
    expect(await session.send("GET", "/api/me")).toMatchObject({
      body: { data: { role: "admin", hasPassword: false } },
    })
    expect((await browserSession(own.url).signIn("setup-token", { token })).error).toBe("CredentialsSignin")
    expect(
      (await session.send("POST", "/api/me/password", { body: { next: "chosen by the admin" } })).body,
    ).toMatchObject({ data: { hasPassword: true } })
  } finally {
    await own.stop()
  }
})
