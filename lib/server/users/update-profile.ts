import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Actor, User } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { checkPassword } from "../auth/check-password.ts"
import { hashPassword, verifyPassword } from "../auth/password.ts"
import { deleteSessionsOf } from "../auth/session-store.ts"
import type { SessionId } from "#lib/domain/ids.ts"
import { publicUser } from "./public-user.ts"
import { getUser, updateUser, type StoredUser, type UserChange } from "./user-store.ts"

/** @throws AppError unauthorized when the account is gone. */
export async function readProfile({ actor }: { actor: Actor }): Promise<User> {
  return publicUser(await own(actor))
}

/** @throws AppError conflict when the e-mail address is somebody else's. */
export async function updateProfile({
  actor,
  patch,
}: {
  actor: Actor
  patch: Pick<UserChange, "name" | "email">
}): Promise<User> {
  const before = await own(actor)
  const moves = patch.email !== undefined && patch.email !== before.email
  const changed = await change(actor, {
    ...patch,
    // Whoever's address it says it is has not agreed: it must not become a way into this account (see sign-in-by-oidc).
    ...(moves && actor.role !== "admin" && { addressIsTheirWord: true }),
  })
  const details = {
    ...(changed.name !== before.name && { name: changed.name }),
    ...(moves && { email: changed.email }),
  }
  if (Object.keys(details).length > 0)
    await recordAudit({ type: "user.updated", targetId: changed.id, targetName: before.name, details })
  return changed
}

type ChangePassword = { actor: Actor; current: string | undefined; next: string; keepSessionId: SessionId | undefined }

/**
 * Sets a password; every other session ends, and no link signs in any more.
 * @throws AppError validation_failed when the current one is wrong or missing, or the next is easily guessed; forbidden
 *   when there is none yet and it is not the person, signed in, who chooses the first.
 */
export async function changePassword({ actor, current, next, keepSessionId }: ChangePassword): Promise<User> {
  const user = await own(actor)
  if (user.passwordHash !== null && !(await verifyPassword(user.passwordHash, current ?? ""))) {
    throw new AppError("validation_failed", "That is not your current password.", {
      details: [{ path: ["body", "current"], message: "That is not your current password." }],
    })
  }
  if (user.passwordHash === null) refuseFirstPassword(actor, user)
  checkPassword(next, user.email, "next")
  const changed = await change(actor, { passwordHash: await hashPassword(next), setupHash: null })
  await deleteSessionsOf(actor.userId, { exceptId: keepSessionId })
  await recordAudit({ type: "user.password_changed", targetId: changed.id, targetName: changed.name })
  return changed
}

function refuseFirstPassword(actor: Actor, { hasIdentity }: StoredUser): void {
  if (actor.via === "token")
    throw new AppError("forbidden", "A token can't choose its owner's first password: sign in to do that.")
  // It would go on letting them in after their organisation no longer does.
  if (hasIdentity)
    throw new AppError("forbidden", "You sign in through your organisation. Only an admin can give you a password.")
}

async function own({ userId }: Actor): Promise<StoredUser> {
  const user = await getUser(userId)
  if (!user) throw new AppError("unauthorized", "This account is gone.")
  return user
}

async function change(actor: Actor, patch: UserChange): Promise<User> {
  const user = await updateUser(actor.userId, patch)
  if (!user) throw new AppError("unauthorized", "This account is gone.")
  return publicUser(user)
}
