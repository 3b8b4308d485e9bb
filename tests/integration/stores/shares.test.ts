import { expect, test } from "vitest"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import { MAX_GRANTS, type Grant, type Principal } from "#lib/domain/grant.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import type { Asker } from "#lib/domain/permissions.ts"
import {
  createDashboard,
  getDashboard,
  getDashboards,
  listAllDashboards,
  listDashboardsByOwner,
  updateDashboard,
} from "#lib/server/dashboards/dashboard-store.ts"
import { changeGrants, changeOwner, listSharedIds } from "#lib/server/shares/grant-store.ts"
import { listVisible } from "#lib/server/shares/list-visible.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const dashboardOf = (ownerId: UserId, updatedAt = new Date().toISOString()): Dashboard => ({
  id: newId("dash"),
  name: "Sales",
  description: "",
  layout: [],
  filters: [],
  ownerId,
  version: 1,
  createdAt: updatedAt,
  updatedAt,
})
const grantTo = (principal: Principal): Grant => ({
  id: newId("shr"),
  principal,
  role: "viewer",
  grantedBy: newId("usr"),
  grantedAt: new Date().toISOString(),
})
const askerOf = (userId: UserId, groupIds: Asker["groupIds"] = []): Asker => ({ userId, role: "member", groupIds })

test("a share is kept with the thing, and found by whom it is for", async () => {
  const { id } = await createDashboard(dashboardOf(newId("usr")))
  const [reader, group] = [newId("usr"), newId("grp")]
  const grants = [grantTo({ type: "user", userId: reader }), grantTo({ type: "group", groupId: group })]
  await changeGrants("dashboard", id, () => grants)

  expect((await getDashboard(id))?.grants).toEqual(grants)
  expect(await listSharedIds("dashboard", askerOf(reader))).toEqual([id])
  expect(await listSharedIds("dashboard", askerOf(newId("usr"), [group]))).toEqual([id])
  expect(await listSharedIds("card", askerOf(reader))).toEqual([])
})

test("a share taken back is gone from both", async () => {
  const { id } = await createDashboard(dashboardOf(newId("usr")))
  const reader = newId("usr")
  await changeGrants("dashboard", id, () => [grantTo({ type: "user", userId: reader })])
  await changeGrants("dashboard", id, () => [])
  expect((await getDashboard(id))?.grants).toEqual([])
  expect(await listSharedIds("dashboard", askerOf(reader))).toEqual([])
})

test("of ten shares made at once none is lost", async () => {
  const { id } = await createDashboard(dashboardOf(newId("usr")))
  const added = await Promise.allSettled(
    Array.from({ length: 10 }, () =>
      changeGrants("dashboard", id, (grants) => [...grants, grantTo({ type: "user", userId: newId("usr") })]),
    ),
  )
  const made = added.filter(({ status }) => status === "fulfilled").length
  expect(made).toBeGreaterThan(0)
  expect((await getDashboard(id))?.grants).toHaveLength(made)
})

test("saving a dashboard leaves its shares and its owner alone", async () => {
  const { id } = await createDashboard(dashboardOf(newId("usr")))
  const before = await getDashboard(id)
  const group = newId("grp")
  await changeGrants("dashboard", id, () => [grantTo({ type: "group", groupId: group })])
  const heir = newId("usr")
  expect(await changeOwner("dashboard", id, before!.ownerId, heir)).toBe(true)
  await updateDashboard(id, { name: "Renamed" }, 1)
  expect(await getDashboard(id)).toMatchObject({
    name: "Renamed",
    ownerId: heir,
    grants: [{ principal: { groupId: group } }],
  })
})

test("an owner who hands a thing on loses it from their list, and the heir has it", async () => {
  const [owner, heir] = [newId("usr"), newId("usr")]
  const { id } = await createDashboard(dashboardOf(owner))
  expect(await changeOwner("dashboard", id, newId("usr"), heir)).toBe(false)
  expect(await changeOwner("dashboard", id, owner, heir)).toBe(true)
  expect((await listDashboardsByOwner(owner, { limit: 10 })).data).toEqual([])
  expect((await listDashboardsByOwner(heir, { limit: 10 })).data.map((dashboard) => dashboard.id)).toEqual([id])
})

test("there is a limit to how often a thing is shared, and it says to use groups", async () => {
  const { id } = await createDashboard(dashboardOf(newId("usr")))
  const many = Array.from({ length: MAX_GRANTS + 1 }, () => grantTo({ type: "user", userId: newId("usr") }))
  await expect(changeGrants("dashboard", id, () => many)).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringContaining("group"),
  })
})

test("somebody's list holds their own and what is shared with them, last changed first, page by page", async () => {
  const reader = newId("usr")
  const asker = askerOf(reader)
  const times = [
    "2026-01-01T00:00:00.000Z",
    "2026-01-02T00:00:00.000Z",
    "2026-01-03T00:00:00.000Z",
    "2026-01-04T00:00:00.000Z",
  ]
  const made = []
  for (const [index, time] of times.entries())
    made.push(await createDashboard(dashboardOf(index % 2 ? newId("usr") : reader, time)))
  for (const { id, ownerId } of made)
    if (ownerId !== reader) await changeGrants("dashboard", id, () => [grantTo({ type: "user", userId: reader })])
  const list = (cursor?: string) =>
    listVisible(
      asker,
      { limit: 3, cursor },
      {
        all: listAllDashboards,
        owned: (page) => listDashboardsByOwner(reader, page),
        shared: async () => getDashboards(await listSharedIds("dashboard", asker)),
      },
    )
  const first = await list()
  const second = await list(first.nextCursor ?? undefined)
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(made.map(({ id }) => id).toReversed())
  expect(second.nextCursor).toBeNull()
  await expect(list("m.nonsense")).rejects.toMatchObject({ code: "validation_failed" })
})
