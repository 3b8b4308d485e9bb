/**
 * Makes what the web process needs before it serves: the table, and the first admin. Idempotent.
 * Prints one line of JSON: `{"signInUrl":"…"}` while an admin has no password yet, else `{}`.
 */
import { database } from "../lib/server/db/client.ts"
import { ensureTable } from "../lib/server/db/create-table.ts"
import { ensureFirstAdmin } from "../lib/server/users/ensure-first-admin.ts"
import { webEnv } from "../lib/server/web-env.ts"

const { client, table } = database()
await ensureTable(client, table)
const { setupToken } = await ensureFirstAdmin(process.env)
const signInUrl = setupToken && new URL(`/welcome?token=${setupToken}`, webEnv().CARDLOOM_URL).href
process.stdout.write(`${JSON.stringify({ ...(signInUrl && { signInUrl }) })}\n`)
