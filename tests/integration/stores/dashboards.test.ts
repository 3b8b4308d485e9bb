import { describe, expect, test } from "vitest"
import type { Dashboard, LayoutItem } from "#lib/domain/dashboard.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { newId, type CardId } from "#lib/domain/ids.ts"
import {
  createDashboard,
  getDashboard,
  getDashboards,
  getDeletedDashboard,
  listAllDashboards,
  listDashboardsByOwner,
  listDashboardsUsingCard,
  restoreDashboard,
  softDeleteDashboard,
  updateDashboard,
} from "#lib/server/dashboards/dashboard-store.ts"
import { isStarred, listRecent, listStars, recordVisit, star, unstar } from "#lib/server/dashboards/visit-store.ts"
import { useDatabase } from "./use-database.ts"

useDatabase()

const tileOf = (cardId: CardId, index = 0): LayoutItem => ({ itemId: `i${index}`, cardId, x: 0, y: index, w: 6, h: 4 })
const dashboardOf = (change: Partial<Dashboard> = {}): Dashboard => {
  const now = new Date().toISOString()
  return {
    id: newId("dash"),
    name: "Sales",
    description: "",
    layout: [],
    filters: [],
    ownerId: newId("usr"),
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...change,
  }
}

test("a dashboard is read as it was stored", async () => {
  const dashboard = await createDashboard(
    dashboardOf({
      layout: [
        { ...tileOf(newId("card")), title: "", params: { n: 1e200, none: null }, ignoredFilterIds: ["f"] },
        { itemId: "t", text: "# Hello\n", x: 0, y: 9, w: 12, h: 2 },
      ],
      filters: [
        {
          id: "f",
          type: "category",
          label: "Region",
          column: "region",
          multi: true,
          default: ["", null, 9007199254740993],
        },
        { id: "d", type: "date_range", label: "When", column: "day", default: { relative: "last_30_days" } },
      ],
    }),
  )

  expect(await getDashboard(dashboard.id)).toEqual(dashboard)
  expect(await getDashboards([newId("dash"), dashboard.id])).toEqual([dashboard])
  await expect(createDashboard(dashboard)).rejects.toMatchObject({ code: "conflict" })
})

test("given 20 saves from one version at once, one is kept and the others are told what is there now", async () => {
  const { id } = await createDashboard(dashboardOf())

  const saves = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => updateDashboard(id, { name: `name ${index}` }, 1)),
  )

  const kept = saves.flatMap((save) => (save.status === "fulfilled" ? [save.value] : []))
  const refused = saves.flatMap((save) => (save.status === "rejected" ? [save.reason as unknown] : []))
  expect(kept).toHaveLength(1)
  expect(await getDashboard(id)).toEqual(kept[0])
  if (!kept[0]) throw new Error("none was kept")
  const current = withoutGrants(kept[0])
  for (const error of refused) expect(error).toMatchObject({ code: "version_conflict", details: { current } })
})

test("the dashboards of a card follow the layouts", async () => {
  const [a, b] = [newId("card"), newId("card")]
  const one = await createDashboard(dashboardOf({ layout: [tileOf(a, 0), tileOf(a, 1)] }))
  const two = await createDashboard(dashboardOf({ layout: [tileOf(a, 0), tileOf(b, 1)] }))
  const idsOf = async (cardId: CardId) => (await listDashboardsUsingCard(cardId)).map(({ id }) => id).sort()
  expect(await idsOf(a)).toEqual([one.id, two.id].sort())

  await updateDashboard(one.id, { layout: [tileOf(b)] }, 1)
  expect(await idsOf(a)).toEqual([two.id])
  expect(await idsOf(b)).toEqual([one.id, two.id].sort())

  await softDeleteDashboard(two.id)
  expect(await idsOf(a)).toEqual([])
})

test("a dashboard of 100 cards may be saved, and all of them exchanged", async () => {
  const cards = Array.from({ length: 200 }, () => newId("card"))
  const [before, after] = [cards.slice(0, 100), cards.slice(100)]
  const { id } = await createDashboard(dashboardOf({ layout: before.map(tileOf) }))
  const usesOf = async (cardIds: CardId[]) =>
    (await Promise.all(cardIds.map((cardId) => listDashboardsUsingCard(cardId)))).map((used) => used.length)
  expect(await usesOf(before)).toEqual(Array(100).fill(1))

  await updateDashboard(id, { layout: after.map(tileOf) }, 1)

  expect(await usesOf(after)).toEqual(Array(100).fill(1))
  expect(await usesOf(before)).toEqual(Array(100).fill(0))
})

test("a layout too large for the database is refused with a sentence", async () => {
  const layout = Array.from({ length: 30 }, (_, y) => ({
    itemId: `t${y}`,
    text: "x".repeat(20_000),
    x: 0,
    y,
    w: 1,
    h: 1,
  }))
  const { id } = await createDashboard(dashboardOf())

  await expect(updateDashboard(id, { layout }, 1)).rejects.toMatchObject({ code: "too_large" })
  await updateDashboard(id, { layout: layout.slice(0, 18) }, 1)
})

test("a deleted dashboard is nowhere, until it is restored as it was", async () => {
  const dashboard = await createDashboard(dashboardOf())
  await expect(softDeleteDashboard(dashboard.id, 2)).rejects.toMatchObject({ code: "version_conflict" })
  await softDeleteDashboard(dashboard.id)

  expect(await getDashboard(dashboard.id)).toBeNull()
  expect((await listDashboardsByOwner(dashboard.ownerId, { limit: 5 })).data).toEqual([])
  await expect(updateDashboard(dashboard.id, { name: "x" }, 1)).rejects.toMatchObject({ code: "not_found" })
  expect(await getDeletedDashboard(dashboard.id)).toEqual(dashboard)

  expect(await restoreDashboard(dashboard.id)).toEqual(dashboard)
  expect((await listDashboardsByOwner(dashboard.ownerId, { limit: 5 })).data).toEqual([dashboard])
})

test("what is not there is not made by asking", async () => {
  const id = newId("dash")
  await expect(updateDashboard(id, { name: "x" }, 1)).rejects.toMatchObject({ code: "not_found" })
  await expect(softDeleteDashboard(id)).rejects.toMatchObject({ code: "not_found" })
  await expect(restoreDashboard(id)).rejects.toMatchObject({ code: "not_found" })
  expect(await getDashboard(id)).toBeNull()
})

test("a saved dashboard comes first in its owner's list and everybody's", async () => {
  const ownerId = newId("usr")
  const older = await createDashboard(dashboardOf({ ownerId, updatedAt: "2024-01-01T00:00:00.000Z" }))
  const newer = await createDashboard(dashboardOf({ ownerId, updatedAt: "2024-01-02T00:00:00.000Z" }))
  expect((await listDashboardsByOwner(ownerId, { limit: 5 })).data.map(({ id }) => id)).toEqual([newer.id, older.id])

  await updateDashboard(older.id, { description: "now" }, 1)

  expect((await listDashboardsByOwner(ownerId, { limit: 5 })).data.map(({ id }) => id)).toEqual([older.id, newer.id])
  expect((await listAllDashboards({ limit: 1 })).data.map(({ id }) => id)).toEqual([older.id])
})

describe("stars and visits", () => {
  test("a star is there until it is taken away", async () => {
    const [userId, first, second] = [newId("usr"), newId("dash"), newId("dash")]
    await star(userId, first)
    await star(userId, first)
    await star(userId, second)

    expect((await listStars(userId)).toSorted()).toEqual([first, second].toSorted())
    expect(await isStarred(userId, first)).toBe(true)
    expect(await isStarred(newId("usr"), first)).toBe(false)

    await unstar(userId, first)
    expect(await listStars(userId)).toEqual([second])
    expect(await isStarred(userId, first)).toBe(false)
  })

  test("the last visited dashboard comes first, and each comes once", async () => {
    const [userId, a, b, c] = [newId("usr"), newId("dash"), newId("dash"), newId("dash")]
    for (const [index, id] of [a, b, c, a].entries())
      await recordVisit(userId, id, new Date(Date.UTC(2024, 0, 1, index)).toISOString())

    expect(await listRecent(userId, 8)).toEqual([a, c, b])
    expect(await listRecent(userId, 2)).toEqual([a, c])
    expect(await listRecent(newId("usr"), 8)).toEqual([])
  })
})
