import { describe, expect, test } from "vitest"
import { oidcSettings, parseWebEnv } from "./web-env.ts"

const secret = () => crypto.randomUUID() + crypto.randomUUID()
const good = () => ({
  CARDLOOM_URL: "https://bi.example.org",
  AUTH_SECRET: secret(),
  CARDLOOM_TICK_TOKEN: secret(),
  EXECUTOR_TOKEN: secret(),
  EXECUTOR_URL: "http://executor:4000",
  NODE_ENV: "production" as const,
})

test("good settings are taken", () => {
  expect(parseWebEnv(good())).toMatchObject({ CARDLOOM_URL: "https://bi.example.org", CARDLOOM_TIMEZONE: "UTC" })
})

const secrets = ["AUTH_SECRET", "CARDLOOM_TICK_TOKEN", "EXECUTOR_TOKEN"] as const
const weak = [
  ["missing", undefined, /is missing/],
  ["empty", "", /is missing/],
  ["short", "x7Qp2mZr9", /is too short/],
  ["regular", "abababababababababababababababababab", /is too regular/],
  ["from an example", "please-change-me-to-a-long-random-string", /looks like the example/],
] as const

test.each(secrets.flatMap((name) => weak.map((row) => [name, ...row] as const)))(
  "%s that is %s stops the start with a sentence that names it and not its value",
  (name, _, value, words) => {
    const read = () => parseWebEnv({ ...good(), [name]: value })
    expect(read).toThrow(words)
    expect(read).toThrow(name)
    if (value) expect(read).not.toThrow(value)
  },
)

test.each([
  ["CARDLOOM_TICK_TOKEN", "AUTH_SECRET"],
  ["EXECUTOR_TOKEN", "CARDLOOM_TICK_TOKEN"],
] as const)("%s may not be the same as %s", (name, other) => {
  const env = good()
  expect(() => parseWebEnv({ ...env, [name]: env[other] })).toThrow(
    `${name} is the same as ${other}: give each a secret of its own.`,
  )
})

test.each(["", "ftp://bi.example.org", "bi.example.org"])("the public address %j is refused", (CARDLOOM_URL) => {
  expect(() => parseWebEnv({ ...good(), CARDLOOM_URL })).toThrow("CARDLOOM_URL is missing")
})

describe("an OpenID Connect issuer", () => {
  const issuer = {
    AUTH_OIDC_ISSUER: "https://login.example.org/",
    AUTH_OIDC_CLIENT_ID: "cardloom",
    AUTH_OIDC_CLIENT_SECRET: "from the issuer",
  }

  test("is known by three settings, and need not be", () => {
    expect(oidcSettings(parseWebEnv(good()))).toBeNull()
    expect(oidcSettings(parseWebEnv({ ...good(), ...issuer, AUTH_OIDC_GROUP_CLAIM: "" }))).toEqual({
      issuer: "https://login.example.org",
      clientId: "cardloom",
      clientSecret: "from the issuer",
      name: "your organisation",
      scopes: "openid email profile",
      groupClaim: null,
      adminGroup: null,
    })
  })

  test.each([
    ["without its secret", { ...issuer, AUTH_OIDC_CLIENT_SECRET: "" }, "AUTH_OIDC_CLIENT_SECRET is missing"],
    ["without itself", { ...issuer, AUTH_OIDC_ISSUER: "" }, "AUTH_OIDC_ISSUER is missing"],
    ["that is reached in the clear", { ...issuer, AUTH_OIDC_ISSUER: "http://login.example.org" }, "https"],
    ["that is no address", { ...issuer, AUTH_OIDC_ISSUER: "login" }, "AUTH_OIDC_ISSUER must be"],
    [
      "whose groups nobody can name",
      { ...issuer, AUTH_OIDC_ADMIN_GROUP: "admins" },
      "AUTH_OIDC_GROUP_CLAIM is missing",
    ],
  ])("%s stops the start", (_, env, sentence) => {
    expect(() => parseWebEnv({ ...good(), ...env })).toThrow(sentence)
  })

  test("may be reached in the clear on one's own machine", () => {
    const env = parseWebEnv({ ...good(), ...issuer, AUTH_OIDC_ISSUER: "http://localhost:9000" })
    expect(oidcSettings(env)?.issuer).toBe("http://localhost:9000")
  })
})
