import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { recordAudit } from "../audit/record-audit.ts"
import * as store from "./group-store.ts"

/**
 * Puts somebody into the groups their organisation's sign-in names, which are made where there are none of that name,
 * and takes them out of those it named before and no longer does. What an admin did by hand stays.
 */
export async function followClaimedGroups(userId: UserId, names: readonly string[]): Promise<void> {
  const memberships = await store.listMembershipsOf(userId)
  const claimed: store.StoredGroup[] = []
  for (const name of names) claimed.push((await store.getGroupByName(name)) ?? (await make(userId, name)))
  const by = { userId, via: "none" as const }
  for (const group of claimed) {
    if (memberships.some(({ groupId }) => groupId === group.id)) continue
    const details = { userId, means: "oidc" }
    await recordAudit({ type: "group.member_added", targetId: group.id, targetName: group.name, details, by })
    await store.addMember(group.id, userId, { fromSignIn: true })
  }
  for (const { groupId, fromSignIn } of memberships) {
    if (!fromSignIn || claimed.some(({ id }) => id === groupId)) continue
    await store.removeMember(groupId, userId)
    const targetName = (await store.getGroup(groupId))?.name ?? null
    const details = { userId, means: "oidc" }
    await recordAudit({ type: "group.member_removed", targetId: groupId, targetName, details, by })
  }
}

async function make(userId: UserId, name: string): Promise<store.StoredGroup> {
  try {
    const group = await store.createGroup(name)
    const by = { userId, via: "none" as const }
    await recordAudit({ type: "group.created", targetId: group.id, targetName: name, details: { means: "oidc" }, by })
    return group
  } catch (error) {
    // Somebody else of the same group signed in for the first time at this moment.
    const made = error instanceof AppError && error.code === "conflict" ? await store.getGroupByName(name) : null
    if (!made) throw error
    return made
  }
}
