import type { UserId } from "#lib/domain/ids.ts"
import type { User } from "#lib/domain/user.ts"

/** Whoever reads a list. */
export type Reader = Pick<User, "id" | "role">

export type Ownership = "all" | "mine" | "others"

/** Whether a thing is to be listed under a choice. */
export const belongsTo = (ownership: Ownership, { ownerId }: { ownerId: UserId }, { id }: Reader): boolean =>
  ownership === "all" || (ownership === "mine") === (ownerId === id)

/** How a list calls an owner. */
export const ownerWords = (ownerId: UserId, name: string, { id }: Reader): string => (ownerId === id ? "You" : name)
