import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import type { Role, User } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { checkPassword } from "../auth/check-password.ts"
import { hashPassword } from "../auth/password.ts"
import { deleteSessionsOf } from "../auth/session-store.ts"
import { notFound } from "../db/version-conflict.ts"
import { inviteUrl } from "./invite-user.ts"
import { changeKeepingAnAdmin, refuseToBeTheLast } from "./keep-an-admin.ts"
import { publicUser } from "./public-user.ts"
import { createUser, getUser, getUserByEmail, type StoredUser, type UserChange } from "./user-store.ts"

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

/** Makes an account; without a password there is an invitation in the answer. @throws AppError conflict, validation_failed. */
export async function createAccount({ email, name, role, password }: NewAccount): Promise<WithInvite> {
  if (password !== undefined) checkPassword(password, email, "password")
  if (await getUserByEmail(email)) throw new AppError("conflict", "There is a user with this e-mail address already.")
  const draft = { id: newId("usr"), email, name: name ?? email.split("@")[0] ?? email, role }
  const means = password === undefined ? "link" : "password"
  await recordAudit({
    type: "user.created",
    targetId: draft.id,
    targetName: draft.name,
    details: { email, role, means },
  })
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const user = await createUser({ ...draft, passwordHash })
  return { ...publicUser(user), inviteUrl: passwordHash === null ? await inviteUrl(user.id) : null }
}

/**
 * Changes an account, from the next request on. A new password, a reset one or a disabled account ends its sessions.
 * @throws AppError not_found; conflict when nobody would be left who can sign in as an admin, or the address is taken;
 *   validation_failed.
 */
export async function updateAccount({ userId, patch }: { userId: UserId; patch: AccountChange }): Promise<WithInvite> {
  const { password, resetPassword, ...plain } = patch
  const current = await getUser(userId)
  if (!current) throw notFound("user")
  refuseContradictions(current, patch)
  const change: UserChange = {
    ...plain,
    // An admin vouches for the address they give.
    ...(patch.email !== undefined && { addressIsTheirWord: false }),
    ...(password !== undefined && { passwordHash: await hashPassword(password), setupHash: null }),
    ...(resetPassword && { passwordHash: null }),
    ...(patch.disabled && { setupHash: null }),
  }
  await refuseToBeTheLast(userId, change)
  await recordBefore(current, patch)
  const changed = await changeKeepingAnAdmin(userId, change)
  if (change.passwordHash !== undefined || patch.disabled) await deleteSessionsOf(userId)
  await recordAfter(current, patch)
  return { ...publicUser(changed), inviteUrl: resetPassword ? await inviteUrl(userId) : null }
}

function refuseContradictions(current: StoredUser, { email, password, resetPassword, disabled }: AccountChange): void {
  if (password !== undefined && resetPassword)
    throw new AppError("validation_failed", "Either set a password or reset it, not both.")
  if (resetPassword && (disabled ?? current.disabled))
    throw new AppError("conflict", "This account is disabled, so a link would not let anybody in. Enable it first.")
  if (resetPassword && current.hasIdentity)
    throw new AppError(
      "conflict",
      "This person signs in through your organisation, where passwords are reset. To stop a password they have here as well, set another.",
    )
  if (password !== undefined) checkPassword(password, email ?? current.email, "password")
}

/** What lets somebody in, or further in, is written down before it is done. */
async function recordBefore({ id, name, role, disabled }: StoredUser, patch: AccountChange): Promise<void> {
  const target = { targetId: id, targetName: name }
  if (patch.role !== undefined && patch.role !== role)
    await recordAudit({ ...target, type: "user.role_changed", details: { from: role, to: patch.role } })
  if (patch.disabled === false && disabled) await recordAudit({ ...target, type: "user.enabled" })
  if (patch.password !== undefined || patch.resetPassword)
    await recordAudit({
      ...target,
      type: "user.password_reset",
      details: { means: patch.resetPassword ? "link" : "password" },
    })
}

async function recordAfter(before: StoredUser, patch: AccountChange): Promise<void> {
  const target = { targetId: before.id, targetName: before.name }
  if (patch.disabled && !before.disabled) await recordAudit({ ...target, type: "user.disabled" })
  const details = {
    ...(patch.name !== undefined && patch.name !== before.name && { name: patch.name }),
    ...(patch.email !== undefined && patch.email !== before.email && { email: patch.email }),
  }
  if (Object.keys(details).length > 0) await recordAudit({ ...target, type: "user.updated", details })
}
