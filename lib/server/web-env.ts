import "server-only"
import { z } from "zod"

const MIN_SECRET_CHARACTERS = 32
const MIB = 1024 ** 2
const GIB = 1024 ** 3

const Secret = z
  .string({ error: "is missing: set it to a random string of at least 32 characters" })
  .min(MIN_SECRET_CHARACTERS, "is too short: give it at least 32 random characters")
  .refine(
    (secret) => new Set(secret).size >= 10,
    "is too regular to be a secret: give it at least 32 random characters",
  )
  .refine(
    (secret) => !/change.?me|change.?this|default|placeholder|example|your.?secret/i.test(secret),
    "looks like the example of a secret: give it at least 32 random characters",
  )

/** Not everything that a bucket may be called elsewhere: what could be more than one segment of an address. */
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/

const Settings = z.object({
  CARDLOOM_URL: z.url({
    error: "is missing: set it to the address people open, such as https://bi.example.org",
    protocol: /^https?$/,
  }),
  CARDLOOM_TIMEZONE: z
    .string()
    .default("UTC")
    .refine((zone) => isTimezone(zone), "is not a time zone this machine knows; use a name such as Europe/Berlin"),
  AUTH_SECRET: Secret,
  CARDLOOM_TICK_TOKEN: Secret,
  EXECUTOR_URL: z.url({ error: "is missing: set it to the executor's address, such as http://executor:4000" }),
  EXECUTOR_TOKEN: Secret,
  /** How many proxies stand between callers and this process, each adding to X-Forwarded-For. */
  CARDLOOM_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  CARDLOOM_MAX_UPLOAD_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(10 * GIB),
  /** Results kept at hand, as JSON; all of them are in the object store. */
  CARDLOOM_RESULT_MEMORY_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(64 * MIB),
  /** The buckets that people may import from. */
  S3_SOURCE_BUCKETS: z
    .string()
    .default("")
    .transform((text) => [...new Set(text.split(",").map((name) => name.trim()))].filter((name) => name !== ""))
    .refine((names) => names.every((name) => BUCKET_NAME.test(name)), "must be names of buckets with commas between"),
  S3_SOURCE_REGION: z.string().optional(),
  S3_SOURCE_ENDPOINT: z.url({ error: "must be an http or https URL", protocol: /^https?$/ }).optional(),
  S3_SOURCE_FORCE_PATH_STYLE: z.stringbool({ error: "must be true or false" }).default(false),
  /** Cardloom's own bucket, which must not be a source. */
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.string().optional(),
  /** How often each network address may ask something of each public link. */
  CARDLOOM_LINK_REQUESTS_PER_MINUTE: z.coerce.number().int().positive().default(600),
  /** Sign-in through the organisation's OpenID Connect issuer: the first three go together. */
  AUTH_OIDC_ISSUER: z
    .url({ error: "must be the issuer's address, such as https://login.example.org", protocol: /^https?$/ })
    .refine(isSecureOrOwnMachine, "must begin with https: whoever can change what it says can sign in as anybody")
    .optional(),
  AUTH_OIDC_CLIENT_ID: z.string().optional(),
  AUTH_OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the button says after "Sign in with". */
  AUTH_OIDC_NAME: z.string().max(60).default("your organisation"),
  AUTH_OIDC_SCOPES: z.string().default("openid email profile"),
  AUTH_OIDC_GROUP_CLAIM: z.string().optional(),
  AUTH_OIDC_ADMIN_GROUP: z.string().optional(),
  /** Where the model that answers questions runs: the first three go together, or the key and the model. */
  GOOGLE_VERTEX_PROJECT: z.string().optional(),
  GOOGLE_VERTEX_LOCATION: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be a location such as europe-west4 or global")
    .optional(),
  CARDLOOM_CHAT_MODEL: z
    .string()
    .regex(/^[A-Za-z0-9._/-]{1,200}$/, "must be a model's name such as gemini-2.5-flash")
    .optional(),
  GOOGLE_VERTEX_API_KEY: z.string().optional(),
  /** Instead of Google's address: a proxy of the operator's. */
  CARDLOOM_CHAT_BASE_URL: z.url({ error: "must be an http or https URL", protocol: /^https?$/ }).optional(),
  /** What is kept at least: for so many days, and the last so many of each transform and dataset. */
  CARDLOOM_KEEP_RUN_DAYS: z.coerce.number().int().min(1).max(36_500).default(90),
  CARDLOOM_KEEP_RUNS: z.coerce.number().int().min(1).max(1_000).default(50),
  CARDLOOM_KEEP_VERSION_DAYS: z.coerce.number().int().min(1).max(36_500).default(90),
  CARDLOOM_KEEP_VERSIONS: z.coerce.number().int().min(1).max(1_000).default(20),
  /** What one person's questions may use, of what the model reads and writes. */
  CARDLOOM_CHAT_TOKENS_PER_DAY: z.coerce.number().int().positive().default(1_000_000),
  /** For how long the model may say nothing within an answer; before its first word, twice as long. */
  CARDLOOM_CHAT_SILENCE_SECONDS: z.coerce.number().int().min(1).max(120).default(30),
  /** For how long a run tries again by itself when the executor, or a source of data, is away or busy. */
  CARDLOOM_RETRY_SECONDS: z.coerce.number().int().min(1).max(600).default(30),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
})

const WebEnv = Settings.superRefine((env, context) => {
  const problem = (path: keyof typeof env, message: string) =>
    context.addIssue({ code: "custom", path: [path], message })
  if (env.S3_SOURCE_BUCKETS.length === 0) return
  if (!env.S3_SOURCE_REGION)
    problem(
      "S3_SOURCE_REGION",
      "is missing: set it to the region of the buckets in S3_SOURCE_BUCKETS, such as eu-central-1",
    )
  if (env.S3_BUCKET && env.S3_SOURCE_BUCKETS.includes(env.S3_BUCKET) && env.S3_ENDPOINT === env.S3_SOURCE_ENDPOINT)
    problem(
      "S3_SOURCE_BUCKETS",
      "names the bucket of Cardloom's own objects, which everybody could then read: leave it out",
    )
})
export type WebEnv = z.infer<typeof WebEnv>

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}

function isSecureOrOwnMachine(address: string): boolean {
  if (!URL.canParse(address)) return true // Refused by another sentence.
  const { protocol, hostname } = new URL(address)
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname)
}

export type OidcSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  name: string
  scopes: string
  groupClaim: string | null
  adminGroup: string | null
}

/** How people sign in through their organisation; null where they don't. */
export function oidcSettings(env: WebEnv = webEnv()): OidcSettings | null {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: clientId, AUTH_OIDC_CLIENT_SECRET: clientSecret } = env
  if (!issuer || !clientId || !clientSecret) return null
  return {
    issuer: issuer.replace(/\/+$/, ""),
    clientId,
    clientSecret,
    name: env.AUTH_OIDC_NAME,
    scopes: env.AUTH_OIDC_SCOPES,
    groupClaim: env.AUTH_OIDC_GROUP_CLAIM ?? null,
    adminGroup: env.AUTH_OIDC_ADMIN_GROUP ?? null,
  }
}

let parsed: WebEnv | undefined

/**
 * The web process's settings.
 * @throws Error with one sentence per setting that is missing, weak or malformed.
 */
export function webEnv(env: NodeJS.ProcessEnv = process.env): WebEnv {
  parsed ??= parseWebEnv(env)
  return parsed
}

export function parseWebEnv(env: NodeJS.ProcessEnv): WebEnv {
  // An empty variable is one that is not set: Compose and shells leave them so.
  const result = WebEnv.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")))
  if (result.success) {
    refuseSharedSecrets(result.data)
    refuseHalfAnIssuer(result.data)
    return result.data
  }
  throw new Error(result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join(" "))
}

// Whoever is given one of them must not come to hold another.
function refuseSharedSecrets(env: WebEnv): void {
  const names = ["AUTH_SECRET", "CARDLOOM_TICK_TOKEN", "EXECUTOR_TOKEN"] as const
  for (const [index, name] of names.entries()) {
    const other = names.slice(0, index).find((earlier) => env[earlier] === env[name])
    if (other) throw new Error(`${name} is the same as ${other}: give each a secret of its own.`)
  }
}

function refuseHalfAnIssuer(env: WebEnv): void {
  const names = ["AUTH_OIDC_ISSUER", "AUTH_OIDC_CLIENT_ID", "AUTH_OIDC_CLIENT_SECRET"] as const
  const missing = names.filter((name) => env[name] === undefined)
  if (missing.length > 0 && missing.length < names.length)
    throw new Error(`${missing.join(" and ")} is missing: ${names.join(", ")} go together, set all of them or none.`)
  if (env.AUTH_OIDC_ADMIN_GROUP !== undefined && env.AUTH_OIDC_GROUP_CLAIM === undefined)
    throw new Error("AUTH_OIDC_GROUP_CLAIM is missing: AUTH_OIDC_ADMIN_GROUP is a group that this claim names.")
}

/** Whether the public origin is https, so that cookies may be `Secure`. */
export const isHttps = (env: WebEnv): boolean => env.CARDLOOM_URL.startsWith("https:")
