import "server-only"
import { Service } from "electrodb"
import { DashboardId, type UserId } from "#lib/domain/ids.ts"
import { perDatabase } from "../db/client.ts"
import { readAll } from "../db/page.ts"
import { starEntity, visitEntity } from "./visit.entity.ts"

const tables = perDatabase(
  (database) => new Service({ star: starEntity(database), visit: visitEntity(database) }, database),
)

/** Starring twice is fine: the first time counts. */
export async function star(userId: UserId, dashboardId: DashboardId): Promise<void> {
  await tables()
    .entities.star.create({ userId, dashboardId, starredAt: new Date().toISOString() })
    .go({ returnOnConditionCheckFailure: true })
}

export async function unstar(userId: UserId, dashboardId: DashboardId): Promise<void> {
  await tables().entities.star.delete({ userId, dashboardId }).go()
}

export async function isStarred(userId: UserId, dashboardId: DashboardId): Promise<boolean> {
  const { data } = await tables().entities.star.get({ userId, dashboardId }).go({ consistent: true })
  return data !== null
}

/** All of a user's stars, last starred first. The dashboards may be deleted, or no longer theirs to see. */
export async function listStars(userId: UserId): Promise<DashboardId[]> {
  const stars = await readAll((options) =>
    tables()
      .entities.star.query.byUser({ userId })
      .go({ ...options, consistent: true }),
  )
  return stars
    .sort((a, b) => b.starredAt.localeCompare(a.starredAt))
    .map(({ dashboardId }) => DashboardId.parse(dashboardId))
}

export async function recordVisit(userId: UserId, dashboardId: DashboardId, atIso: string): Promise<void> {
  await tables().entities.visit.put({ userId, dashboardId, visitedAt: atIso }).go()
}

/** Last visited first, each once, at most `limit`. The dashboards may be deleted, or no longer theirs to see. */
export async function listRecent(userId: UserId, limit: number): Promise<DashboardId[]> {
  const { data } = await tables().entities.visit.query.recent({ userId }).go({ limit, order: "desc" })
  return data.map(({ dashboardId }) => DashboardId.parse(dashboardId))
}
