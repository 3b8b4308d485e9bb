import { resolve } from "node:path"
import { z } from "zod"

const Port = z.coerce.number().int().min(1).max(65535)
const filled = (value: string | undefined) => (value === undefined || value === "" ? undefined : value)
const Secret = z.string().min(32, "must have at least 32 characters").optional()

const Environment = z.object({
  DATA_DIR: z.string().default(".data"),
  PORT: Port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  CARDLOOM_URL: z.url("must be an address such as https://cardloom.example.org").optional(),
  CARDLOOM_DEMO: z.enum(["0", "1"], "must be 0 (no demo data) or 1").default("1"),
  CARDLOOM_PYTHON: z.string().optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "must be debug, info, warn or error")
    .default("info"),
  AUTH_SECRET: Secret,
  EXECUTOR_TOKEN: Secret,
  CARDLOOM_TICK_TOKEN: Secret,
  DYNAMODB_ENDPOINT: z.url("must be an address such as http://127.0.0.1:8000").optional(),
  DYNAMODB_REGION: z.string().optional(),
  S3_BUCKET: z.string().optional(),
  OBJECTS_DIR: z.string().optional(),
  EXECUTOR_URL: z.url("must be an address such as http://127.0.0.1:4000").optional(),
})

/** What the launcher decides by itself; everything else in the environment passes through to web and executor. */
export type LaunchConfig = {
  dataDir: string
  host: string
  port: number
  /** The public origin, without a slash at its end. */
  publicUrl: string
  demo: boolean
  debug: boolean
  pythonDir: string | undefined
  secrets: { AUTH_SECRET?: string; EXECUTOR_TOKEN?: string; CARDLOOM_TICK_TOKEN?: string }
  /** A database elsewhere: an endpoint, or AWS itself when only a region is named. */
  externalDatabase: boolean
  /** Undefined when objects are in S3. */
  objectsDir: string | undefined
  externalExecutorUrl: string | undefined
}

export type LaunchMistake = { mistake: string }

/** Reads the launcher's part of the environment; a mistake is one sentence for the person who started it. */
export function parseLaunchConfig(environment: Record<string, string | undefined>): LaunchConfig | LaunchMistake {
  const known = Object.keys(Environment.shape).map((name) => [name, filled(environment[name])])
  const parsed = Environment.safeParse(Object.fromEntries(known))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const reason =
      issue?.code === "invalid_type" || issue?.code === "too_big" || issue?.code === "too_small"
        ? plain(issue)
        : issue?.message
    return { mistake: `The environment variable ${String(issue?.path[0])} ${reason}.` }
  }
  const env = parsed.data
  const loopback = ["127.0.0.1", "::1", "localhost"].includes(env.HOST)
  if (!loopback && !env.CARDLOOM_URL)
    return {
      mistake: `HOST is ${env.HOST}, so others can reach this server: set CARDLOOM_URL to the address they will use.`,
    }
  if (env.S3_BUCKET && env.OBJECTS_DIR)
    return { mistake: "Both S3_BUCKET and OBJECTS_DIR are set: keep the one where objects should be stored." }
  if (env.EXECUTOR_URL && !env.EXECUTOR_TOKEN)
    return { mistake: "EXECUTOR_URL names an executor elsewhere: set EXECUTOR_TOKEN to the token it expects." }
  const dataDir = resolve(env.DATA_DIR)
  return {
    dataDir,
    host: env.HOST,
    port: env.PORT,
    publicUrl: (env.CARDLOOM_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ""),
    demo: env.CARDLOOM_DEMO !== "0",
    debug: ["trace", "debug"].includes(env.LOG_LEVEL),
    pythonDir: env.CARDLOOM_PYTHON,
    secrets: {
      ...(env.AUTH_SECRET && { AUTH_SECRET: env.AUTH_SECRET }),
      ...(env.EXECUTOR_TOKEN && { EXECUTOR_TOKEN: env.EXECUTOR_TOKEN }),
      ...(env.CARDLOOM_TICK_TOKEN && { CARDLOOM_TICK_TOKEN: env.CARDLOOM_TICK_TOKEN }),
    },
    externalDatabase: env.DYNAMODB_ENDPOINT !== undefined || env.DYNAMODB_REGION !== undefined,
    objectsDir: env.S3_BUCKET ? undefined : resolve(env.OBJECTS_DIR ?? `${dataDir}/objects`),
    externalExecutorUrl: env.EXECUTOR_URL,
  }
}

function plain(issue: { code: string; message: string; path: PropertyKey[] }): string {
  return issue.path[0] === "PORT" ? "must be a number from 1 to 65535" : issue.message
}
