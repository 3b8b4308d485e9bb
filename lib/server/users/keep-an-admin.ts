import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { notFound } from "../db/version-conflict.ts"
import { oidcSettings } from "../web-env.ts"
import * as store from "./user-store.ts"

const MAX_ATTEMPTS = 5

/**
 * Changes a user unless nobody would be left who can sign in as an admin. Two admins who lower each other at once can't
 * both succeed: such changes go through one counter.
 * @throws AppError not_found; conflict when nobody would be left, or the address is taken.
 */
export async function changeKeepingAnAdmin(userId: UserId, change: store.UserChange): Promise<store.StoredUser> {
  const mayLower = change.role === "member" || change.disabled === true || change.passwordHash === null
  for (let attempt = 1; ; attempt += 1) {
    const lock = mayLower ? await store.readAdminLock() : undefined
    if (mayLower) await refuseToBeTheLast(userId, change)
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

/** @throws AppError conflict when the change takes away the last who can sign in as an admin. */
export async function refuseToBeTheLast(userId: UserId, change: store.UserChange): Promise<void> {
  const before = await store.listEveryUser()
  const target = before.find(({ id }) => id === userId)
  // Before anybody has a password, nothing is taken away by changing somebody who can't sign in as an admin anyway.
  if (!target || !canAdminister(target) || canAdminister(after(target, change))) return
  if (!before.some((user) => user.id !== userId && canAdminister(user)))
    throw new AppError(
      "conflict",
      "Nobody would be left who can sign in as an admin. Make somebody else an admin first.",
    )
}

const after = (user: store.StoredUser, change: store.UserChange): store.StoredUser => ({
  ...user,
  ...change,
  hasPassword: change.passwordHash === undefined ? user.hasPassword : change.passwordHash !== null,
})

const canAdminister = ({ role, disabled, hasPassword, hasIdentity }: store.StoredUser): boolean =>
  role === "admin" && !disabled && (hasPassword || (hasIdentity && oidcSettings() !== null))
