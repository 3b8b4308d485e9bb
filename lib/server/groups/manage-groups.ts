import "server-only"
import type { Page } from "#lib/domain/api.ts"
import type { Group, GroupDetail } from "#lib/domain/group.ts"
import type { GroupId, UserId } from "#lib/domain/ids.ts"
import { Person } from "#lib/domain/user.ts"
import { notFound } from "../db/version-conflict.ts"
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
    shown.map(async (group) => ({ ...group, memberCount: (await store.listMemberIds(group.id)).length })),
  )
  return { data, nextCursor: start + shown.length < found.length ? (shown.at(-1)?.id ?? null) : null }
}

/** @throws AppError not_found */
export async function readGroup(groupId: GroupId): Promise<GroupDetail> {
  const group = await store.getGroup(groupId)
  if (!group) throw notFound("group")
  const users = await Promise.all((await store.listMemberIds(groupId)).map(getUser))
  const members = users.filter((user) => user !== null).map((user) => Person.parse(user))
  return { ...group, memberCount: members.length, members }
}

/** @throws AppError conflict when the name is taken. */
export const createGroup = async (name: string): Promise<GroupDetail> => readGroup((await store.createGroup(name)).id)

/** @throws AppError not_found, conflict. */
export async function renameGroup(groupId: GroupId, name: string): Promise<GroupDetail> {
  await store.renameGroup(groupId, name)
  return readGroup(groupId)
}

/** @throws AppError not_found for a group or person that is not there. */
export async function addGroupMember(groupId: GroupId, userId: UserId): Promise<GroupDetail> {
  if (!(await getUser(userId))) throw notFound("user")
  await store.addMember(groupId, userId)
  return readGroup(groupId)
}

/** Taking out somebody who is not in it changes nothing. @throws AppError not_found */
export async function removeGroupMember(groupId: GroupId, userId: UserId): Promise<void> {
  if (!(await store.getGroup(groupId))) throw notFound("group")
  await store.removeMember(groupId, userId)
}

/** @throws AppError not_found */
export const deleteGroup = (groupId: GroupId): Promise<void> => store.deleteGroup(groupId)
