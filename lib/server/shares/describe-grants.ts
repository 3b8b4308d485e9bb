import "server-only"
import type { Grant, Share } from "#lib/domain/grant.ts"
import type { Owned } from "#lib/domain/permissions.ts"
import { getGroup } from "../groups/group-store.ts"
import { getUser } from "../users/user-store.ts"

/** Shares as the sharing dialog shows them, in the order in which they were made. The owner needs none. */
export async function describeGrants({ ownerId, grants }: Owned): Promise<Share[]> {
  return Promise.all(
    grants
      .filter(({ principal }) => principal.type !== "user" || principal.userId !== ownerId)
      .map(async (grant) => ({ ...grant, ...(await nameOf(grant)) })),
  )
}

/** Whoever is gone keeps their share until it is taken back; it lets nobody in. */
async function nameOf({ principal }: Pick<Grant, "principal">): Promise<{ name: string; email: string | null }> {
  switch (principal.type) {
    case "user": {
      const user = await getUser(principal.userId)
      return { name: user?.name ?? "Somebody who is gone", email: user?.email ?? null }
    }
    case "group":
      return { name: (await getGroup(principal.groupId))?.name ?? "A deleted group", email: null }
    case "everyone":
      return { name: "Everyone", email: null }
  }
}
