import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { endpoints } from "#lib/domain/endpoints/all.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { browserSession, type BrowserSession } from "#tests/support/browser-session.ts"
import { freePort } from "#tests/support/free-port.ts"
import { rawRequest } from "#tests/support/raw-request.ts"
import { routesOfFiles } from "#tests/support/route-files.ts"
import { startDynamo, type Dynamo } from "#tests/support/start-dynamo.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const MEMBER = { email: "member@example.org", password: "the member's own password" }
const Id = dataOf(z.object({ id: z.string() }))

let dynamo: Dynamo
let stack: RunningStack
let session: BrowserSession
let api: ApiClient
let member: ApiClient

beforeAll(async () => {
  dynamo = await startDynamo()
  stack = await startStack({ env: { DYNAMODB_ENDPOINT: dynamo.endpoint, LOG_LEVEL: "trace" } })
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  const passwordHash = await hashPassword(MEMBER.password)
  await createUser({ email: MEMBER.email, name: "Member", role: "member", passwordHash })
  session = browserSession(stack.url)
  await session.signIn("credentials", { email: stack.adminEmail, password: stack.adminPassword })
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  member = await clientWithPassword(stack.url, MEMBER.email, MEMBER.password)
})
afterAll(async () => {
  await stack?.stop()
  await dynamo?.stop()
})

describe("a write that another site starts with one's cookie", () => {
  const writes = Object.entries(endpoints).filter(
    ([, { method, path, access }]) =>
      method !== "GET" && access !== "operator" && routesOfFiles().includes(`${method} ${path}`),
  )

  test.each(writes)("%s is refused", async (_, { method, path }) => {
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" }
    const asked = path.replaceAll(/:(\w+)/g, "x")
    for (const headers of [
      foreign,
      { origin: "null", "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ])
      expect(await session.send(method, asked, { body: {}, headers })).toMatchObject({
        status: 403,
        body: { error: { code: "forbidden", message: expect.stringContaining("another site") } },
      })
  })

  test.each(["signin/credentials", "callback/credentials", "signout"])("%s is refused", async (path) => {
    const forged = browserSession(stack.url, "https://evil.example")
    expect((await forged.send("POST", `/api/auth/${path}`, { body: {} })).status).toBe(403)
  })

  test("with other content than JSON is refused, whatever the body says", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
      expect(
        (await session.send("POST", "/api/dashboards", { body: { name: "forged" }, headers: { "content-type": type } }))
          .status,
      ).toBe(415)
  })
})

describe("headers", () => {
  test("each page has a policy of its own nonce, on every script; nothing says what serves it", async () => {
    const [one, two] = [await rawRequest(stack.url, "/sign-in"), await rawRequest(stack.url, "/sign-in")]
    const nonceOf = ({ headers }: typeof one) =>
      /script-src 'self' 'nonce-([0-9a-f]{32})'/.exec(String(headers["content-security-policy"]))?.[1]
    expect(nonceOf(one)).toBeDefined()
    expect(nonceOf(one)).not.toBe(nonceOf(two))
    const scripts = [...one.text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonceOf(one)}"`))).toEqual([])
    expect(one.headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" })
    expect(one.headers["content-security-policy"]).toContain("frame-ancestors 'none'")
    expect(one.headers).not.toHaveProperty("x-powered-by")
    // Plain http must not be told to become https.
    expect(one.headers).not.toHaveProperty("strict-transport-security")
  })

  test.each(["/api/me", "/api/health", "/api/no/such", "/api/auth/csrf", "/api/dashboards/zzz"])(
    "the answer of %s is not to be sniffed or stored",
    async (path) => {
      const { headers } = await rawRequest(stack.url, path)
      expect(headers["x-content-type-options"]).toBe("nosniff")
      expect(headers["cache-control"]).toContain("no-store")
      expect(headers).not.toHaveProperty("x-powered-by")
    },
  )
})

describe("behind https", () => {
  let secure: RunningStack
  let address: string

  beforeAll(async () => {
    const port = await freePort()
    secure = await startStack({
      port,
      env: { DYNAMODB_ENDPOINT: dynamo.endpoint, CARDLOOM_URL: "https://bi.example.org" },
    })
    address = `http://127.0.0.1:${port}`
  })
  afterAll(() => secure?.stop())

  test.each(["/sign-in", "/api/health", "/api/auth/csrf", "/api/no/such"])("%s insists on https", async (path) => {
    expect((await rawRequest(address, path)).headers["strict-transport-security"]).toBe("max-age=31536000")
  })

  test("the session's cookie is for this host alone, out of scripts' reach, never sent in the clear", async () => {
    const browser = browserSession(address, "https://bi.example.org")
    const headers = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" }
    const { body } = await browser.send("GET", "/api/auth/csrf")
    const form = new URLSearchParams({
      csrfToken: z.object({ csrfToken: z.string() }).parse(body).csrfToken,
      email: secure.adminEmail,
      password: secure.adminPassword,
      json: "true",
    })
    const response = await fetch(`${address}/api/auth/callback/credentials`, {
      method: "POST",
      redirect: "manual",
      headers: {
        ...headers,
        origin: "https://bi.example.org",
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      body: form,
    })
    const cookie = response.headers.getSetCookie().find((text) => text.startsWith("__Host-cardloom-session="))
    expect(cookie).toMatch(/; Path=\/; /)
    expect(cookie).toContain("HttpOnly")
    expect(cookie).toContain("Secure")
    expect(cookie).toContain("SameSite=Lax")
    expect(cookie).not.toContain("Domain")
  })
})

describe("bodies are bounded", () => {
  const MEBIBYTE = 1024 ** 2

  test.each([
    ["a JSON write", "/api/cards", 5 * MEBIBYTE],
    ["a sign-in", "/api/auth/callback/credentials", MEBIBYTE],
    ["a token by password", "/api/tokens", 5 * MEBIBYTE],
  ])("%s", async (_, path, sizeBytes) => {
    const answer = await fetch(new URL(path, stack.url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(path === "/api/cards" && { authorization: `Bearer ${api.token}` }),
      },
      body: `{"name":"${"x".repeat(sizeBytes)}"}`,
    })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ error: { code: "too_large" } })
  })
})

describe("addresses bent to slip past the guards", () => {
  const tricks = [
    "/admin/audit",
    "//admin/audit",
    "/admin//audit",
    "/admin/./audit",
    "/admin/%2e/audit",
    "/admin/audit.",
    "/admin/audit/",
    "/admin/audit.json",
    "/admin/audit.rsc",
    "/admin/audit?_rsc=1",
    "/ADMIN/AUDIT",
    "/_next/data/x/admin/audit.json",
    "/api/audit",
    "/api//audit",
    "/api/audit/",
    "/api/%61udit",
    "/api/./audit",
    "/api/audit.json",
    "/api/AUDIT",
    "/api/audit/export.csv",
  ]
  const disguises: Record<string, string>[] = [
    {},
    { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    { "x-middleware-subrequest": "src/middleware" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-url": "/admin/audit" },
    { "x-invoke-path": "/admin/audit", "x-nextjs-data": "1" },
    { "x-cardloom-peer": "127.0.0.1", "x-forwarded-host": "localhost" },
  ]

  test.each(tricks)("%s tells nobody and no member anything of the log", async (path) => {
    for (const disguise of disguises) {
      for (const headers of [disguise, { ...disguise, authorization: `Bearer ${member.token}` }]) {
        const { status, text } = await rawRequest(stack.url, path, headers)
        expect(text, `${path} ${JSON.stringify(headers)}: ${status}`).not.toMatch(
          /session\.signed_in|Audit events|userName/,
        )
      }
    }
  })
})

describe("the same creation sent again", () => {
  const create = (client: ApiClient, key: string, name: string) =>
    client.send("POST", "/api/dashboards", { body: { name }, headers: { "idempotency-key": key } })

  test("twenty times at once makes one", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(api, "twenty", "Once")))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => Id.parse(body).data.id)).size).toBe(1)
    const listed = await api.expect(pageOf(z.object({ name: z.string() })), "GET", "/api/dashboards?limit=200")
    expect(listed.data.filter(({ name }) => name === "Once")).toHaveLength(1)
  })

  test("with another body is refused; by another person it is another", async () => {
    const first = await create(api, "other", "One")
    expect(await create(api, "other", "Two")).toMatchObject({
      status: 422,
      body: { error: { code: "idempotency_conflict" } },
    })
    const theirs = await create(member, "other", "One")
    expect(theirs.status).toBe(201)
    expect(Id.parse(theirs.body).data.id).not.toBe(Id.parse(first.body).data.id)
  })

  test("after a refusal is tried anew", async () => {
    expect((await create(api, "again", " ")).status).toBe(400)
    expect((await create(api, "again", "Right")).status).toBe(201)
  })

  test("an upload is stored once", async () => {
    const upload = () => {
      const form = new FormData()
      form.set("name", "Sent twice")
      form.set("file", new Blob(["a\n1\n"]), "twice.csv")
      return api.send("POST", "/api/datasets", { form, headers: { "idempotency-key": "upload" } })
    }
    const [first, second] = [await upload(), await upload()]
    expect(second).toMatchObject({ status: 202, body: first.body })
    expect(second.headers.get("idempotency-replayed")).toBe("true")
  })
})

test("who writes without pause is told to wait, and others are not", async () => {
  const email = "eager@example.org"
  await createUser({ email, name: "Eager", role: "member", passwordHash: await hashPassword(MEMBER.password) })
  const eager = await clientWithPassword(stack.url, email, MEMBER.password)
  const revoke = (client: ApiClient) => client.send("DELETE", "/api/tokens/tok_00000000000000000000")
  const answers = []
  for (let round = 0; round < 20 && answers.at(-1)?.status !== 429; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: 100 }, () => revoke(eager)))))
  const refused = answers.find(({ status }) => status === 429)
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0)
  expect((await revoke(member)).status).toBe(404)
  // Looking goes on.
  expect((await eager.send("GET", "/api/me")).status).toBe(200)
})

describe("when the database is gone", () => {
  // Last, for nothing works after it.
  beforeAll(async () => {
    await api.send("POST", "/api/dashboards", { body: { name: "x" }, headers: { "idempotency-key": "secret-key" } })
    await dynamo.stop()
  })

  test.each(["/api/dashboards", "/api/auth/session", "/", "/admin/audit"])(
    "%s fails without a word of how it is built",
    async (path) => {
      const cookie = [...session.cookies].map(([name, value]) => `${name}=${value}`).join("; ")
      const { status, text } = await rawRequest(stack.url, path, { cookie })
      if (path === "/api/dashboards") expect(status).toBe(500)
      expect(text).not.toMatch(/ECONNREFUSED|ElectroError|node_modules|\.ts:\d|at async|127\.0\.0\.1:\d+\b(?!\/)/)
      expect(text).not.toContain(dynamo.endpoint)
    },
  )

  test("nothing secret was logged through all of this, at the most talkative level", async () => {
    const secrets = z
      .record(z.string(), z.string())
      .parse(JSON.parse(readFileSync(join(stack.dataDir, "secrets.json"), "utf8")))
    const kept = {
      ...secrets,
      adminPassword: stack.adminPassword,
      memberPassword: MEMBER.password,
      adminToken: api.token ?? "",
      memberToken: member.token ?? "",
      cookie: session.cookies.get("cardloom-session") ?? "",
      idempotencyKey: "secret-key",
    }
    // Something was: else this would prove nothing.
    expect(stack.output()).toContain('"route":"/api/dashboards"')
    expect(Object.entries(kept).filter(([, secret]) => secret === "" || stack.output().includes(secret))).toEqual([])
  })
})
