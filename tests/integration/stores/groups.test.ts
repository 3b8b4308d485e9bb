import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import * as groups from "#lib/server/groups/group-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

test("a group is found by id, and by name whatever its case", async () => {
  const made = await groups.createGroup("Finance")
  expect(await groups.getGroup(made.id)).toEqual(made)
  expect(await groups.getGroupByName(" FINANCE ")).toEqual(made)
})

test("no two groups share a name, not even in another case, until one is renamed or deleted", async () => {
  const sales = await groups.createGroup("Sales")
  await expect(groups.createGroup("SALES")).rejects.toMatchObject({ code: "conflict" })
  const other = await groups.createGroup("Other")
  await expect(groups.renameGroup(other.id, "sales")).rejects.toMatchObject({ code: "conflict" })

  await groups.renameGroup(sales.id, "Revenue")
  expect((await groups.renameGroup(other.id, "sales")).name).toBe("sales")
  await groups.deleteGroup(other.id)
  expect((await groups.createGroup("Sales")).name).toBe("Sales")
})

test("a group may change the case of its name", async () => {
  const { id } = await groups.createGroup("ops")
  await groups.renameGroup(id, "Ops")
  expect(await groups.getGroup(id)).toMatchObject({ name: "Ops" })
})

test("of 5 who make a group of one name at once, one does", async () => {
  const made = await Promise.allSettled(Array.from({ length: 5 }, () => groups.createGroup("Rush")))
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
})

test("members come and go; adding somebody twice changes nothing", async () => {
  const [one, two] = [newId("usr"), newId("usr")]
  const { id } = await groups.createGroup("Team")
  await groups.addMember(id, one)
  await groups.addMember(id, two)
  await groups.addMember(id, one)
  expect((await groups.listMembers(id)).map(({ userId }) => userId).toSorted()).toEqual([one, two].toSorted())
  expect(await groups.listGroupIdsOf(one)).toEqual([id])

  await groups.removeMember(id, one)
  expect(await groups.listGroupIdsOf(one)).toEqual([])
  expect(await groups.listMembers(id)).toEqual([{ groupId: id, userId: two, fromSignIn: false }])
})

test("a deleted group has no members, and nobody is in it", async () => {
  const member = newId("usr")
  const { id } = await groups.createGroup("Gone")
  await groups.addMember(id, member)
  await groups.deleteGroup(id)
  expect(await groups.getGroup(id)).toBeNull()
  expect(await groups.listGroupIdsOf(member)).toEqual([])
  await expect(groups.addMember(id, member)).rejects.toMatchObject({ code: "not_found" })
})
