import "server-only"
import { Service } from "electrodb"
import { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import { GroupId, newId, UserId } from "#lib/domain/ids.ts"
import { deleteEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound } from "../db/version-conflict.ts"
import { groupEntity, groupMemberEntity, groupNameGuardEntity } from "./group.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service(
      {
        group: groupEntity(database),
        groupNameGuard: groupNameGuardEntity(database),
        groupMember: groupMemberEntity(database),
      },
      database,
    ),
)

const StoredGroup = z.object({ id: GroupId, name: z.string(), createdAt: z.iso.datetime() })
export type StoredGroup = z.infer<typeof StoredGroup>

const fold = (name: string): string => name.trim().toLowerCase()

/** Throws conflict when another group has the name, compared without regard to case. */
export async function createGroup(name: string): Promise<StoredGroup> {
  const item = { id: newId("grp"), name, foldedName: fold(name), createdAt: new Date().toISOString() }
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ group, groupNameGuard }) => [
        groupNameGuard.create({ foldedName: item.foldedName, groupId: item.id }).commit(),
        group.create(item).commit(),
      ])
      .go(),
  )
  if (refusal) throw nameTaken(name)
  return StoredGroup.parse(item)
}

export async function getGroup(id: GroupId): Promise<StoredGroup | null> {
  const { data } = await tables().entities.group.get({ id }).go({ consistent: true })
  return data && StoredGroup.parse(data)
}

/** The group of this name, whatever its case. */
export async function getGroupByName(name: string): Promise<StoredGroup | null> {
  const { data } = await tables()
    .entities.groupNameGuard.get({ foldedName: fold(name) })
    .go({ consistent: true })
  return data && getGroup(GroupId.parse(data.groupId))
}

/** All groups, by name. There are few enough to be read whole. */
export async function listGroups(): Promise<StoredGroup[]> {
  const items = await readAll((options) => tables().entities.group.query.all({}).go(options))
  return items.map((item) => StoredGroup.parse(item))
}

/** Throws not_found; conflict when another group has the name. */
export async function renameGroup(id: GroupId, name: string): Promise<StoredGroup> {
  const current = await getGroup(id)
  if (!current) throw notFound("group")
  const [before, after] = [fold(current.name), fold(name)]
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ group, groupNameGuard }) => [
        group
          .patch({ id })
          .set({ name, foldedName: after })
          .where(({ foldedName }, { eq }) => eq(foldedName, before))
          .commit(),
        ...(before === after
          ? []
          : [
              groupNameGuard.create({ foldedName: after, groupId: id }).commit(),
              groupNameGuard.delete({ foldedName: before }).commit(),
            ]),
      ])
      .go(),
  )
  if (refusal?.refused[1]) throw nameTaken(name)
  if (refusal) throw new AppError("conflict", "Somebody else renamed this group at the same moment. Look again.")
  return { ...current, name }
}

/** Removes a group and its members; shares with it reach nobody from then on. */
export async function deleteGroup(id: GroupId): Promise<void> {
  const group = await getGroup(id)
  if (!group) throw notFound("group")
  // Members first: if this is cut short, the group is still there to be deleted again, and nobody is in it for good.
  await removeAllMembers(id)
  await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.group.delete({ id }).commit(),
        entities.groupNameGuard.delete({ foldedName: fold(group.name) }).commit(),
      ])
      .go(),
  )
  // Whoever was added in between: nobody is any more.
  await removeAllMembers(id)
}

const removeAllMembers = async (groupId: GroupId): Promise<void> =>
  deleteEvery(
    (await listMembers(groupId)).map(({ userId }) => userId),
    (some) =>
      tables()
        .entities.groupMember.delete(some.map((userId) => ({ userId, groupId })))
        .go(),
  )

/** Adding somebody who is in it already makes them a member by hand. Throws not_found when there is no such group. */
export async function addMember(
  groupId: GroupId,
  userId: UserId,
  { fromSignIn = false }: { fromSignIn?: boolean } = {},
): Promise<void> {
  const refusal = await transact(() =>
    tables()
      .transaction.write(({ group, groupMember }) => [
        group
          .check({ id: groupId })
          .where(({ id }, { exists }) => exists(id))
          .commit(),
        groupMember.put({ groupId, userId, addedAt: new Date().toISOString(), fromSignIn }).commit(),
      ])
      .go(),
  )
  if (refusal) throw notFound("group")
}

export async function removeMember(groupId: GroupId, userId: UserId): Promise<void> {
  await tables().entities.groupMember.delete({ groupId, userId }).go()
}

const Membership = z.object({ groupId: GroupId, userId: UserId, fromSignIn: z.boolean().default(false) })
export type Membership = z.infer<typeof Membership>

/** In the order in which they came, as an index sees them. */
export async function listMembers(groupId: GroupId): Promise<Membership[]> {
  const items = await readAll((options) => tables().entities.groupMember.query.byGroup({ groupId }).go(options))
  return items.map((item) => Membership.parse(item))
}

/** What somebody is in, as of now. */
export async function listMembershipsOf(userId: UserId): Promise<Membership[]> {
  const items = await readAll((options) =>
    tables()
      .entities.groupMember.query.byUser({ userId })
      .go({ ...options, consistent: true }),
  )
  return items.map((item) => Membership.parse(item))
}

/** The groups somebody is in, as of now. */
export const listGroupIdsOf = async (userId: UserId): Promise<GroupId[]> =>
  (await listMembershipsOf(userId)).map(({ groupId }) => groupId)

const nameTaken = (name: string): AppError =>
  new AppError("conflict", `There is a group called "${name}" already. Choose another name.`)
