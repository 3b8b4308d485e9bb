import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { UserId } from "#lib/domain/ids.ts"
import type { Role, User } from "#lib/domain/user.ts"
import { checkPassword } from "../auth/check-password.ts"
import { hashPassword } from "../auth/password.ts"
import { deleteSessionsOf } from "../auth/session-store.ts"
import { notFound } from "../db/version-conflict.ts"
import { inviteUrl } from "./invite-user.ts"
import { publicUser } from "./public-user.ts"
import * as store from "./user-store.ts"

type WithInvite = User & { inviteUrl: string | null }
type NewAccount = { email: string; name?: string | undefined; role: Role; password?: string | undefined }
type AccountChange = Partial<{
  name: string
  email: string
  role: Role
  disabled: boolean
  password: string
  resetPassword: true
}>

const MAX_ATTEMPTS = 5

/** Makes an account; without a password there is an invitation in the answer. @throws AppError conflict, validation_failed. */
export async function createAccount({ email, name, role, password }: NewAccount): Promise<WithInvite> {
  if (password !== undefined) checkPassword(password, email, "password")
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const user = await store.createUser({ email, name: name ?? email.split("@")[0] ?? email, role, passwordHash })
  return { ...publicUser(user), inviteUrl: passwordHash === null ? await inviteUrl(user.id) : null }
}

/**
 * Changes an account, from the next request on. A new password, a reset one or a disabled account ends its sessions.
 * @throws AppError not_found; conflict when nobody would be left who can sign in as an admin, or the address is taken; validation_failed.
 */
export async function updateAccount({ userId, patch }: { userId: UserId; patch: AccountChange }): Promise<WithInvite> {
  const { password, resetPassword, ...plain } = patch
  if (password !== undefined && resetPassword)
    throw new AppError("validation_failed", "Either set a password or reset it, not both.")
  const current = await store.getUser(userId)
  if (!current) throw notFound("user")
  if (password !== undefined) checkPassword(password, patch.email ?? current.email, "password")
  const change: store.UserChange = {
    ...plain,
    ...(password !== undefined && { passwordHash: await hashPassword(password) }),
    ...(resetPassword && { passwordHash: null }),
  }
  const changed = await applyKeepingAnAdmin(userId, change)
  if (change.passwordHash !== undefined || patch.disabled) await deleteSessionsOf(userId)
  return { ...publicUser(changed), inviteUrl: resetPassword ? await inviteUrl(userId) : null }
}

async function applyKeepingAnAdmin(userId: UserId, change: store.UserChange): Promise<store.StoredUser> {
  const lowers = change.role === "member" || change.disabled === true || change.passwordHash === null
  for (let attempt = 1; ; attempt += 1) {
    const lock = lowers ? await store.readAdminLock() : undefined
    if (lowers && !(await isAdminLeft(userId, change)))
      throw new AppError(
        "conflict",
        "Nobody would be left who can sign in as an admin. Make somebody else an admin first.",
      )
    try {
      const changed = await store.updateUser(userId, change, lock)
      if (!changed) throw notFound("user")
      return changed
    } catch (error) {
      // Somebody else took the lock, or changed the same person, at this moment: look again.
      const passing = error instanceof AppError && error.code === "conflict" && change.email === undefined
      if (!passing || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

async function isAdminLeft(userId: UserId, change: store.UserChange): Promise<boolean> {
  const users = await store.listEveryUser()
  const after = users.map((user) =>
    user.id === userId
      ? { ...user, ...change, hasPassword: change.passwordHash === null ? false : user.hasPassword }
      : user,
  )
  return after.some(({ role, disabled, hasPassword }) => role === "admin" && !disabled && hasPassword)
}
