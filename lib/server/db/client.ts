import "server-only"
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { z } from "zod"
import { noteReadsOf } from "./recorded-reads.ts"

const optionalText = <T extends z.ZodType>(schema: T) =>
  z.preprocess((text) => (text === "" ? undefined : text), schema.optional())

const Environment = z.object({
  DYNAMODB_ENDPOINT: optionalText(z.url({ protocol: /^https?$/ })),
  DYNAMODB_REGION: optionalText(z.string()),
  DYNAMODB_TABLE: optionalText(z.string().regex(/^[A-Za-z0-9_.-]{3,255}$/)),
  AWS_ACCESS_KEY_ID: optionalText(z.string()),
  AWS_PROFILE: optionalText(z.string()),
})

const LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
const CONNECT_TIMEOUT_MS = 2_000
const REQUEST_TIMEOUT_MS = 10_000

/** The table and a client that reaches it, as every ElectroDB entity is given them. */
export type Database = { client: DynamoDBDocumentClient; table: string }

declare global {
  // Next may load this module more than once in a process; the connections must be shared all the same.
  var cardloomDatabase: Database | undefined
}

/** The process's database, from `DYNAMODB_*`, made at the first use. Throws a ZodError for a malformed environment. */
export function database(): Database {
  return (globalThis.cardloomDatabase ??= openDatabase(process.env))
}

/** Closes the connections; the next use opens new ones. */
export function closeDatabase(): void {
  globalThis.cardloomDatabase?.client.destroy()
  globalThis.cardloomDatabase = undefined
}

/** Makes a store's entities once for the database in use: `const tables = perDatabase((db) => new Service({…}, db))`. */
export function perDatabase<T>(make: (database: Database) => T): () => T {
  let made: { database: Database; value: T } | undefined
  return () => {
    const current = database()
    if (made?.database !== current) made = { database: current, value: make(current) }
    return made.value
  }
}

function openDatabase(environment: NodeJS.ProcessEnv): Database {
  const parsed = Environment.parse(environment)
  const config: DynamoDBClientConfig = {
    region: parsed.DYNAMODB_REGION ?? "us-east-1",
    endpoint: parsed.DYNAMODB_ENDPOINT,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  }
  const hasCredentials = parsed.AWS_ACCESS_KEY_ID !== undefined || parsed.AWS_PROFILE !== undefined
  // A local emulator checks no signature, but the SDK refuses to send unsigned requests.
  if (isLoopback(parsed.DYNAMODB_ENDPOINT) && !hasCredentials)
    config.credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  })
  noteReadsOf(client)
  return { client, table: parsed.DYNAMODB_TABLE ?? "cardloom" }
}

const isLoopback = (endpoint: string | undefined): boolean =>
  endpoint !== undefined && LOOPBACK_HOSTS.includes(new URL(endpoint).hostname)
