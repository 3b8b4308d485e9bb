import "server-only"
import { Service } from "electrodb"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import { Dashboard, type DashboardPatch } from "#lib/domain/dashboard.ts"
import { Placers, type Shared } from "#lib/domain/grant.ts"
import { DashboardId, type CardId, type UserId } from "#lib/domain/ids.ts"
import { getEvery } from "../db/batch.ts"
import { perDatabase } from "../db/client.ts"
import { inOrderOf } from "../db/in-order-of.ts"
import { checkItemSize } from "../db/item-size.ts"
import { readAll, readPage, type PageRequest } from "../db/page.ts"
import { transact } from "../db/transact.ts"
import { notFound, versionConflict } from "../db/version-conflict.ts"
import { grantsOf } from "../shares/grant-attributes.ts"
import { dashboardCardEntity, dashboardEntity } from "./dashboard.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service({ dashboard: dashboardEntity(database), dashboardCard: dashboardCardEntity(database) }, database),
)

export type StoredDashboard = Shared<Dashboard> & { placers: Placers }
const Stored = Dashboard.extend({ placers: Placers.default({}) })
const parseDashboard = (item: unknown): StoredDashboard => ({ ...Stored.parse(item), grants: grantsOf(item) })

// A DynamoDB transaction holds 100 writes; one is the dashboard's own.
const MAX_LINK_WRITES = 99

/** Stores a new dashboard, its cards placed by its owner. Throws conflict when the id is taken, too_large. */
export async function createDashboard(dashboard: Dashboard): Promise<StoredDashboard> {
  const placers: Placers = Object.fromEntries(cardIdsOf(dashboard).map((cardId) => [cardId, dashboard.ownerId]))
  checkItemSize("dashboard", { ...dashboard, placers })
  const links = linksToWrite([], cardIdsOf(dashboard))
  await putLinks(dashboard.id, links.putBefore)
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.dashboard.create({ ...dashboard, placers }).commit(),
        ...links.put.map((cardId) => entities.dashboardCard.put({ cardId, dashboardId: dashboard.id }).commit()),
      ])
      .go(),
  )
  if (refusal) throw new AppError("conflict", "There is a dashboard with this id already.")
  return { ...dashboard, grants: [], placers }
}

/** null when there is none, or it is deleted. */
export async function getDashboard(id: DashboardId): Promise<StoredDashboard | null> {
  const item = await readItem(id)
  return item && item.deletedAt === undefined ? parseDashboard(item) : null
}

/** Of the deleted dashboards only: for restoring one. */
export async function getDeletedDashboard(id: DashboardId): Promise<StoredDashboard | null> {
  const item = await readItem(id)
  return item?.deletedAt === undefined ? null : parseDashboard(item)
}

/** Those that exist and are not deleted, in the order of `ids`. */
export async function getDashboards(ids: readonly DashboardId[]): Promise<StoredDashboard[]> {
  const items = await getEvery(ids, (some) =>
    tables()
      .entities.dashboard.get(some.map((id) => ({ id })))
      .go({ consistent: true }),
  )
  const live = items.filter(({ deletedAt }) => deletedAt === undefined)
  return inOrderOf(ids, live.map(parseDashboard))
}

/**
 * Saves a change made from version `expectedVersion`; cards it adds are placed by `savedBy`, or else by its owner.
 * Throws not_found, too_large, or version_conflict with the dashboard as it is now.
 */
export async function updateDashboard(
  id: DashboardId,
  patch: DashboardPatch,
  expectedVersion: number,
  savedBy?: UserId,
): Promise<StoredDashboard> {
  const current = await getDashboard(id)
  if (!current) throw notFound("dashboard")
  if (current.version !== expectedVersion) throw versionConflict("dashboard", current)
  const next: StoredDashboard = {
    ...current,
    ...patch,
    version: expectedVersion + 1,
    updatedAt: new Date().toISOString(),
  }
  next.placers = placersOf(current, next, savedBy ?? current.ownerId)
  checkItemSize("dashboard", next)
  // Shares and owner change by ways of their own, perhaps at this moment.
  const { id: _id, createdAt: _createdAt, ownerId: _ownerId, grants: _grants, ...set } = next
  const links = linksToWrite(cardIdsOf(current), cardIdsOf(next))
  await putLinks(id, links.putBefore)
  const refusal = await transact(() =>
    tables()
      .transaction.write((entities) => [
        entities.dashboard
          .patch({ id })
          .set(set)
          .where(
            ({ version, deletedAt }, { eq, notExists }) =>
              `${eq(version, expectedVersion)} AND ${notExists(deletedAt)}`,
          )
          .commit(),
        ...links.put.map((cardId) => entities.dashboardCard.put({ cardId, dashboardId: id }).commit()),
        ...links.removed.map((cardId) => entities.dashboardCard.delete({ cardId, dashboardId: id }).commit()),
      ])
      .go(),
  )
  if (!refusal) return next
  const winner = await getDashboard(id)
  throw winner ? versionConflict("dashboard", winner) : notFound("dashboard")
}

/** Hides a dashboard until it is restored. Throws not_found, or version_conflict with the dashboard as it is now. */
export async function softDeleteDashboard(id: DashboardId, expectedVersion?: number): Promise<void> {
  const { rejected } = await tables()
    .entities.dashboard.patch({ id })
    .set({ deletedAt: new Date().toISOString() })
    .where(({ version, deletedAt }, { eq, notExists }) =>
      [notExists(deletedAt), ...(expectedVersion === undefined ? [] : [eq(version, expectedVersion)])].join(" AND "),
    )
    .go({ returnOnConditionCheckFailure: true })
  if (!rejected) return
  const current = await getDashboard(id)
  throw current ? versionConflict("dashboard", current) : notFound("dashboard")
}

/** Undoes softDeleteDashboard; a dashboard that is not deleted stays as it is. Throws not_found. */
export async function restoreDashboard(id: DashboardId): Promise<StoredDashboard> {
  const { data } = await tables()
    .entities.dashboard.patch({ id })
    .remove(["deletedAt"])
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  if (!data) throw notFound("dashboard")
  return parseDashboard(data)
}

/** Last changed first. */
export async function listDashboardsByOwner(ownerId: UserId, page: PageRequest): Promise<Page<StoredDashboard>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.dashboard.query.byOwner({ ownerId })
        .where(({ deletedAt }, { notExists }) => notExists(deletedAt))
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseDashboard), nextCursor }
}

/** Everybody's, last changed first. */
export async function listAllDashboards(page: PageRequest): Promise<Page<StoredDashboard>> {
  const { data, nextCursor } = await readPage(
    (options) =>
      tables()
        .entities.dashboard.query.all({})
        .where(({ deletedAt }, { notExists }) => notExists(deletedAt))
        .go({ ...options, order: "desc" }),
    page,
  )
  return { data: data.map(parseDashboard), nextCursor }
}

/** Every dashboard a card is on, deleted ones left out. */
export async function listDashboardsUsingCard(cardId: CardId): Promise<StoredDashboard[]> {
  const links = await readAll((options) =>
    tables()
      .entities.dashboardCard.query.byCard({ cardId })
      .go({ ...options, consistent: true }),
  )
  const dashboards = await getDashboards(links.map(({ dashboardId }) => DashboardId.parse(dashboardId)))
  return dashboards.filter((dashboard) => cardIdsOf(dashboard).includes(cardId))
}

const readItem = async (id: DashboardId) =>
  (await tables().entities.dashboard.get({ id }).go({ consistent: true })).data

const cardIdsOf = ({ layout }: Dashboard): CardId[] => [...new Set(layout.flatMap(({ cardId }) => cardId ?? []))]

function placersOf(current: StoredDashboard, next: Dashboard, savedBy: UserId): Placers {
  const before = new Set(cardIdsOf(current))
  return Object.fromEntries(
    cardIdsOf(next).map((cardId) => [
      cardId,
      // Said even where it is the owner: the dashboard may be handed on.
      before.has(cardId) ? (current.placers[cardId] ?? current.ownerId) : savedBy,
    ]),
  )
}

/**
 * The links to write with a dashboard whose cards change. All of them go into its transaction where they fit. A link
 * too many is put before it, since a link without a card is harmless and a card without one is not; for the same
 * reason links are deleted inside the transaction only, and left over where there is no room.
 */
function linksToWrite(before: readonly CardId[], after: readonly CardId[]) {
  const added = after.filter((cardId) => !before.includes(cardId))
  const put = added.slice(0, MAX_LINK_WRITES)
  const removed = before.filter((cardId) => !after.includes(cardId)).slice(0, MAX_LINK_WRITES - put.length)
  return { putBefore: added.slice(MAX_LINK_WRITES), put, removed }
}

async function putLinks(dashboardId: DashboardId, cardIds: readonly CardId[]): Promise<void> {
  for (const cardId of cardIds) await tables().entities.dashboardCard.put({ cardId, dashboardId }).go()
}
