import "server-only"
import type { UserId } from "#lib/domain/ids.ts"
import { getUser } from "./user-store.ts"

/** Display names by user id; someone who is gone is "Someone". */
export async function readNames(userIds: Iterable<UserId>): Promise<Map<UserId, string>> {
  const unique = [...new Set(userIds)]
  const users = await Promise.all(unique.map((id) => getUser(id)))
  return new Map(unique.map((id, index) => [id, users[index]?.name ?? "Someone"]))
}
