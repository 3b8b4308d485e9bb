import "server-only"
import type { Page } from "#lib/domain/api.ts"
import { Person } from "#lib/domain/user.ts"
import type { Group, GroupDetail } from "#lib/domain/group.ts"
import type { GroupId, UserId } from "#lib/domain/ids.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { notFound } from "../db/version-conflict.ts"
import { countSharedWith } from "../shares/grant-store.ts"
import { getUser } from "../users/user-store.ts"
import * as store from "./group-store.ts"

type ListGroups = { q: string; limit: number; cursor?: string | undefined }

/** The groups whose name holds `q`, by name. */
export async function listGroups({ q, limit, cursor }: ListGroups): Promise<Page<Group>> {
  const found = (await store.listGroups()).filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()))
  // A cursor whose group is gone by now begins again: nothing is lost by seeing a group twice.
  const start = cursor === undefined ? 0 : found.findIndex(({ id }) => id === cursor) + 1
  const shown = found.slice(start, start + limit)
  const data = await Promise.all(
    shown.map(async (group) => ({ ...group, memberCount: (await store.listMembers(group.id)).length })),
  )
  return { data, nextCursor: start + shown.length < found.length ? (shown.at(-1)?.id ?? null) : null }
}

/** @throws AppError not_found */
export async function readGroup(groupId: GroupId): Promise<GroupDetail> {
  const group = await foundGroup(groupId)
  const [memberships, shared] = await Promise.all([store.listMembers(groupId), countSharedWith(groupId)])
  const people = await Promise.all(
    memberships.map(async ({ userId, fromSignIn }) => {
      const user = await getUser(userId)
      return user && { ...Person.parse(user), fromSignIn }
    }),
  )
  const members = people.filter((person) => person !== null).sort((a, b) => a.name.localeCompare(b.name))
  return { ...group, memberCount: members.length, members, shared }
}

/** @throws AppError conflict when the name is taken. */
export async function createGroup(name: string): Promise<GroupDetail> {
  const group = await store.createGroup(name)
  await recordAudit({ type: "group.created", targetId: group.id, targetName: group.name })
  return readGroup(group.id)
}

/** @throws AppError not_found, conflict. */
export async function renameGroup(groupId: GroupId, name: string): Promise<GroupDetail> {
  const before = await foundGroup(groupId)
  await store.renameGroup(groupId, name)
  await recordAudit({ type: "group.renamed", targetId: groupId, targetName: before.name, details: { to: name } })
  return readGroup(groupId)
}

/** @throws AppError not_found for a group or person that is not there. */
export async function addGroupMember(groupId: GroupId, userId: UserId): Promise<GroupDetail> {
  const [group, user] = await Promise.all([foundGroup(groupId), getUser(userId)])
  if (!user) throw notFound("user")
  const details = { userId, name: user.name }
  await recordAudit({ type: "group.member_added", targetId: groupId, targetName: group.name, details })
  await store.addMember(groupId, userId)
  return readGroup(groupId)
}

/** Taking out somebody who is not in it changes nothing. @throws AppError not_found */
export async function removeGroupMember(groupId: GroupId, userId: UserId): Promise<void> {
  const group = await foundGroup(groupId)
  await store.removeMember(groupId, userId)
  const details = { userId, name: (await getUser(userId))?.name ?? "" }
  await recordAudit({ type: "group.member_removed", targetId: groupId, targetName: group.name, details })
}

/** What was shared with it reaches its members no more. @throws AppError not_found */
export async function deleteGroup(groupId: GroupId): Promise<void> {
  const { name } = await foundGroup(groupId)
  await store.deleteGroup(groupId)
  await recordAudit({ type: "group.deleted", targetId: groupId, targetName: name })
}

async function foundGroup(groupId: GroupId): Promise<store.StoredGroup> {
  const group = await store.getGroup(groupId)
  if (!group) throw notFound("group")
  return group
}
