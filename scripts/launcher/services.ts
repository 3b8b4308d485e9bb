import { existsSync } from "node:fs"
import { join } from "node:path"
import type { LaunchConfig } from "./launch-config.ts"
import { LaunchFailure } from "./await-ready.ts"
import type { Secrets } from "./secrets.ts"
import type { ChildSpec } from "./start-child.ts"

export type StackPlan = {
  root: string
  config: LaunchConfig
  secrets: Secrets
  ports: { database: number; executor: number }
  pythonDir: string
  development: boolean
}

export type Service = Pick<ChildSpec, "name" | "command" | "args" | "env">

/** The embedded DynamoDB: one SQLite file, which the process itself keeps locked as long as it lives. */
export function databaseService({ root, config, ports }: StackPlan): Service {
  const binary = join(root, `node_modules/@dynoxide/${process.platform}-${process.arch}/dynoxide`)
  if (!existsSync(binary))
    throw new LaunchFailure(
      `There is no embedded database for ${process.platform}-${process.arch}: set DYNAMODB_ENDPOINT to a DynamoDB (docker-compose.yml has one).`,
    )
  const file = join(config.dataDir, "dynamodb.sqlite")
  const serve = [binary, "serve", "--host", "127.0.0.1", "--port", String(ports.database), "--db-path", file]
  // A database whose launcher was killed a moment ago may still be closing this file: wait for it.
  const args = ["--wait", "15", "--conflict-exit-code", "75", "--no-fork", `${file}.lock`, ...serve]
  return { name: "database", command: "flock", args, env: systemEnvironment() }
}

export function executorService({ root, config, secrets, ports, pythonDir, development }: StackPlan): Service {
  const watch = development ? ["--watch", "--watch-path=executor", "--watch-path=lib", "--watch-preserve-output"] : []
  return {
    name: "executor",
    command: process.execPath,
    args: [...watch, join(root, "executor/main.ts")],
    env: {
      ...systemEnvironment(),
      // Of the buckets that people import from it knows nothing: web copies their files.
      ...passedOn(/^(EXECUTOR_|S3_(?!SOURCE_)|LOG_LEVEL$|CARDLOOM_TIMEZONE$)/),
      // The S3 driver's credentials; without S3 the executor has no use for any.
      ...(config.objectsDir ? { OBJECTS_DIR: config.objectsDir } : passedOn(/^AWS_/)),
      NODE_ENV: development ? "development" : "production",
      DATA_DIR: config.dataDir,
      EXECUTOR_HOST: "127.0.0.1",
      EXECUTOR_PORT: String(ports.executor),
      EXECUTOR_TOKEN: secrets.EXECUTOR_TOKEN,
      CARDLOOM_PYTHON: pythonDir,
      CARDLOOM_PARENT_WATCH: "1",
    },
  }
}

export function webService(plan: StackPlan): Service {
  const { root, config, development } = plan
  const args = development
    ? [join(root, "node_modules/next/dist/bin/next"), "dev", "--port", String(config.port), "--hostname", config.host]
    : [join(root, ".next/standalone/server.js")]
  return { name: "web", command: process.execPath, args, env: webEnvironment(plan) }
}

/** A TypeScript program that works on the web's stores with the web's own code and environment. */
export function scriptService(plan: StackPlan, name: string, args: string[] = []): Service {
  const program = ["--conditions=react-server", join(plan.root, `scripts/${name}.ts`)]
  return { name, command: process.execPath, args: [...program, ...args], env: webEnvironment(plan) }
}

export function executorUrl({ config, ports }: StackPlan): string {
  return config.externalExecutorUrl ?? `http://127.0.0.1:${ports.executor}`
}

function webEnvironment(plan: StackPlan): NodeJS.ProcessEnv {
  const { config, secrets, ports, development } = plan
  return {
    ...process.env,
    ...secrets,
    ...(config.objectsDir && { OBJECTS_DIR: config.objectsDir }),
    ...(!config.externalDatabase && {
      DYNAMODB_ENDPOINT: `http://127.0.0.1:${ports.database}`,
      DYNAMODB_REGION: "local",
    }),
    NODE_ENV: development ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // Longer than proxies keep an idle connection (60 s mostly): who lets go last must be this side, or now and then a
    // request runs into a connection that is being closed.
    KEEP_ALIVE_TIMEOUT: "75000",
    DATA_DIR: config.dataDir,
    PORT: String(config.port),
    HOST: config.host,
    HOSTNAME: config.host,
    CARDLOOM_URL: config.publicUrl,
    CARDLOOM_DEMO: config.demo ? "1" : "0",
    EXECUTOR_URL: executorUrl(plan),
  }
}

function passedOn(names: RegExp): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)))
}

function systemEnvironment(): NodeJS.ProcessEnv {
  const names = /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+)$/
  return { ...passedOn(names), NODE_ENV: "production" }
}
