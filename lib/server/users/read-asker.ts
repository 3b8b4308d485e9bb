import "server-only"
import type { UserId } from "#lib/domain/ids.ts"
import type { Asker } from "#lib/domain/permissions.ts"
import { listGroupIdsOf } from "../groups/group-store.ts"
import { getUser } from "./user-store.ts"

/** Somebody's standing, whoever asks: for what is done in their name. null when they are gone. */
export async function readAsker(userId: UserId): Promise<Asker | null> {
  const [user, groupIds] = await Promise.all([getUser(userId), listGroupIdsOf(userId)])
  return user && { userId, role: user.role, groupIds }
}

/** The standing of several people; those who are gone are left out. */
export async function readAskers(userIds: Iterable<UserId>): Promise<Map<UserId, Asker>> {
  const askers = await Promise.all([...new Set(userIds)].map(readAsker))
  return new Map(askers.flatMap((asker) => (asker ? [[asker.userId, asker]] : [])))
}
