import "server-only"
import { z } from "zod"
import { passwordProblem } from "#lib/domain/password-policy.ts"
import { Email, Password } from "#lib/domain/user.ts"
import { hashPassword } from "../auth/password.ts"
import { issueSetupToken } from "./invite-user.ts"
import { createUser, getUserByEmail, listUsers, type StoredUser } from "./user-store.ts"

/** The address of the first admin until they give their own. */
export const PLACEHOLDER_EMAIL = "admin@cardloom.local"
const PAGE = 200

const AdminEnv = z
  .object({
    CARDLOOM_ADMIN_EMAIL: Email.optional(),
    CARDLOOM_ADMIN_PASSWORD: Password.optional(),
  })
  .refine((env) => (env.CARDLOOM_ADMIN_EMAIL === undefined) === (env.CARDLOOM_ADMIN_PASSWORD === undefined), {
    path: ["CARDLOOM_ADMIN_EMAIL"],
    message: "and CARDLOOM_ADMIN_PASSWORD go together: set both, or neither",
  })

/**
 * There is no open set-up page: the first admin is named by two environment variables, or signs in by a one-time token
 * that only whoever started Cardloom gets to see. An account that exists is left as it is.
 * @throws Error with one sentence when a variable is malformed, missing its other half, or a password easily guessed.
 */
export async function ensureFirstAdmin(env: NodeJS.ProcessEnv): Promise<{ setupToken: string | null }> {
  const parsed = AdminEnv.safeParse({
    CARDLOOM_ADMIN_EMAIL: env.CARDLOOM_ADMIN_EMAIL || undefined,
    CARDLOOM_ADMIN_PASSWORD: env.CARDLOOM_ADMIN_PASSWORD || undefined,
  })
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}.`).join(" "))
  const { CARDLOOM_ADMIN_EMAIL: email, CARDLOOM_ADMIN_PASSWORD: password } = parsed.data
  if (email && password) {
    if (await getUserByEmail(email)) return { setupToken: null }
    const problem = passwordProblem(password, email)
    if (problem) throw new Error(`CARDLOOM_ADMIN_PASSWORD is easily guessed. ${problem}`)
    await createUser({ email, name: nameFrom(email), role: "admin", passwordHash: await hashPassword(password) })
    return { setupToken: null }
  }
  const admins = await listAdmins()
  if (admins.some(({ hasPassword, hasIdentity }) => hasPassword || hasIdentity)) return { setupToken: null }
  const admin =
    admins[0] ?? (await createUser({ email: PLACEHOLDER_EMAIL, name: "Admin", role: "admin", passwordHash: null }))
  return { setupToken: await issueSetupToken(admin.id) }
}

/** The first admin, whoever made them; null before ensureFirstAdmin. */
export const readFirstAdmin = async (): Promise<StoredUser | null> => (await listAdmins())[0] ?? null

async function listAdmins(): Promise<StoredUser[]> {
  const admins: StoredUser[] = []
  let cursor: string | undefined
  do {
    const page = await listUsers({ limit: PAGE, cursor })
    admins.push(...page.data.filter(({ role, disabled }) => role === "admin" && !disabled))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return admins.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
}

const nameFrom = (email: string): string => {
  const local = email.split("@")[0] ?? email
  return local.charAt(0).toUpperCase() + local.slice(1)
}
