import "server-only"
import { Service } from "electrodb"
import { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { newId, UserId } from "#lib/domain/ids.ts"
import { User, type Role } from "#lib/domain/user.ts"
import { perDatabase } from "../db/client.ts"
import { getEvery } from "../db/batch.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { adminLockEntity } from "./admin-lock.entity.ts"
import { emailGuardEntity, identityEntity, userEntity } from "./user.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        user: userEntity(database),
        emailGuard: emailGuardEntity(database),
        identity: identityEntity(database),
        adminLock: adminLockEntity(database),
      },
      database,
    ),
)

const ADMIN_LOCK = "admins"

const StoredItem = User.omit({ hasPassword: true }).extend({
  passwordHash: z.string().nullable().default(null),
  setupHash: z.string().nullable().default(null),
  addressIsTheirWord: z.boolean().default(false),
  hasIdentity: z.boolean().default(false),
})

/**
 * A user with what must never leave the server.
 * - setupHash: of the one link that still signs them in
 * - addressIsTheirWord: no admin and no issuer has vouched for their e-mail address
 */
export type StoredUser = User & { passwordHash: string | null; setupHash: string | null; addressIsTheirWord: boolean }

/** What an OIDC issuer calls somebody. */
export type Identity = { issuer: string; subject: string }

/** `id` where it must be known before. */
export type NewUser = {
  id?: UserId
  email: string
  name: string
  role: Role
  passwordHash: string | null
  identity?: Identity
}
export type UserChange = Partial<
  Pick<StoredUser, "email" | "name" | "role" | "passwordHash" | "setupHash" | "addressIsTheirWord" | "disabled">
>

/** Parses an item of the user entity, as read with whatever query. */
export function parseStoredUser(item: unknown): StoredUser {
  const user = StoredItem.parse(item)
  return { ...user, hasPassword: user.passwordHash !== null }
}

/** Throws conflict when the address, compared in lower case, is somebody's already, or the identity is. */
export async function createUser(draft: NewUser): Promise<StoredUser> {
  const now = new Date().toISOString()
  const item = {
    id: draft.id ?? newId("usr"),
    email: normalised(draft.email),
    name: draft.name,
    role: draft.role,
    disabled: false,
    passwordHash: draft.passwordHash ?? undefined,
    hasIdentity: draft.identity !== undefined,
    createdAt: now,
    updatedAt: now,
  }
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ user, emailGuard, identity }) => [
        emailGuard.create({ email: item.email, userId: item.id }).commit(),
        user.create(item).commit(),
        ...(draft.identity ? [identity.create({ ...draft.identity, userId: item.id }).commit()] : []),
      ])
      .go(),
  )
  if (refusal) throw addressTaken()
  return parseStoredUser(item)
}

/** Whoever an issuer knows by this subject. */
export async function getUserByIdentity({ issuer, subject }: Identity): Promise<StoredUser | null> {
  const { data } = await tables().entities.identity.get({ issuer, subject }).go({ consistent: true })
  return data && getUser(UserId.parse(data.userId))
}

/**
 * From now on the identity is this user's, as long as their address is still `email` and they have no identity yet.
 * Whether it was done.
 */
export async function linkIdentity(userId: UserId, email: string, identity: Identity): Promise<boolean> {
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.identity.create({ ...identity, userId }).commit(),
        entities.user
          .patch({ id: userId })
          .set({ hasIdentity: true })
          .where(
            ({ email: address, hasIdentity, addressIsTheirWord }, { eq, notExists }) =>
              `${eq(address, email)} AND (${notExists(hasIdentity)} OR ${eq(hasIdentity, false)})` +
              ` AND (${notExists(addressIsTheirWord)} OR ${eq(addressIsTheirWord, false)})`,
          )
          .commit(),
      ])
      .go(),
  )
  return refusal === null
}

export async function getUser(id: UserId): Promise<StoredUser | null> {
  const { data } = await tables().entities.user.get({ id }).go({ consistent: true })
  return data && parseStoredUser(data)
}

export async function getUserByEmail(email: string): Promise<StoredUser | null> {
  const address = normalised(email)
  const { data: guard } = await tables().entities.emailGuard.get({ email: address }).go({ consistent: true })
  if (!guard) return null
  const { data } = await tables().entities.user.get({ id: guard.userId }).go({ consistent: true })
  // The address may have moved between the two reads.
  return data && data.email === address ? parseStoredUser(data) : null
}

/** Answers the user as changed, null when there is none. Throws conflict when the new address is somebody else's. */
export async function updateUser(
  id: UserId,
  change: UserChange,
  /** As readAdminLock gave it: the change is refused when the lock has moved since. */
  adminLock?: number,
): Promise<StoredUser | null> {
  const current = await getUser(id)
  if (!current) return null
  const { email, passwordHash, setupHash, ...plain } = change
  const address = email === undefined ? current.email : normalised(email)
  const set = {
    ...plain,
    ...(typeof passwordHash === "string" && { passwordHash }),
    ...(typeof setupHash === "string" && { setupHash }),
    email: address,
    updatedAt: new Date().toISOString(),
  }
  const removed = [
    ...(passwordHash === null ? (["passwordHash"] as const) : []),
    ...(setupHash === null ? (["setupHash"] as const) : []),
  ]
  const moves = address !== current.email
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ user, emailGuard, adminLock: adminLockItem }) => [
        user
          .patch({ id })
          .set(set)
          .remove(removed)
          .where(({ email: stored }, { eq }) => eq(stored, current.email))
          .commit(),
        ...(moves
          ? [
              emailGuard.create({ email: address, userId: id }).commit(),
              emailGuard.delete({ email: current.email }).commit(),
            ]
          : []),
        ...(adminLock === undefined
          ? []
          : [
              adminLockItem
                .put({ name: ADMIN_LOCK, count: adminLock + 1 })
                .where(({ count }, { eq, notExists }) => (adminLock === 0 ? notExists(count) : eq(count, adminLock)))
                .commit(),
            ]),
      ])
      .go(),
  )
  if (moves && refusal?.refused[1]) throw addressTaken()
  if (refusal) throw new AppError("conflict", "The user was changed by somebody else at the same time. Try again.")
  return getUser(id)
}

/** How often the lock has been taken: read it before looking who the admins are. */
export async function readAdminLock(): Promise<number> {
  const { data } = await tables().entities.adminLock.get({ name: ADMIN_LOCK }).go({ consistent: true })
  return data?.count ?? 0
}

/** Everybody, oldest first, each as they are now. */
export async function listEveryUser(): Promise<StoredUser[]> {
  const listed = await readAll((options) => tables().entities.user.query.all({}).go(options))
  const ids = listed.map(({ id }) => id)
  const items = await getEvery(ids, (some) =>
    tables()
      .entities.user.get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  return inOrderOf(ids, items.map(parseStoredUser))
}

export async function listUsers(page: PageRequest): Promise<Page<StoredUser>> {
  const { data, nextCursor } = await readPage((options) => tables().entities.user.query.all({}).go(options), page)
  return { data: data.map(parseStoredUser), nextCursor }
}

const normalised = (email: string): string => email.trim().toLowerCase()

const addressTaken = () => new AppError("conflict", "There is a user with this e-mail address already.")
