import "server-only"
import { User } from "#lib/domain/user.ts"
import type { StoredUser } from "./user-store.ts"

/** A user without what only the server may know. */
export const publicUser = (user: StoredUser): User => User.parse(user)
