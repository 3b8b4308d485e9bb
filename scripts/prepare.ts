/**
 * Makes what the web process needs before it serves: the table, and the first admin. Idempotent.
 * Prints one line of JSON: `{"signInUrl":"…"}` while no admin has a password yet, else `{}`; a failure is one sentence.
 */
import { database } from "../lib/server/db/client.ts"
import { ensureTable } from "../lib/server/db/create-table.ts"
import { ensureFirstAdmin } from "../lib/server/users/ensure-first-admin.ts"
import { webEnv } from "../lib/server/web-env.ts"

try {
  const { CARDLOOM_URL } = webEnv()
  await makeTable()
  const { setupToken } = await ensureFirstAdmin(process.env)
  const signInUrl = setupToken && new URL(`/welcome?token=${setupToken}`, CARDLOOM_URL).href
  process.stdout.write(`${JSON.stringify(signInUrl ? { signInUrl } : {})}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function makeTable(): Promise<void> {
  const { client, table } = database()
  try {
    await ensureTable(client, table)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    throw new Error(
      `The metadata store could not be prepared (${reason}): check DYNAMODB_ENDPOINT, DYNAMODB_REGION, DYNAMODB_TABLE and the credentials.`,
      { cause },
    )
  }
}
