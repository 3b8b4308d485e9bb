import "server-only"
import type { DashboardId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Home } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { listWaiting } from "../runs/list-waiting.ts"
import { getDashboard } from "./dashboard-store.ts"
import { summariseDashboards } from "./summarise-dashboards.ts"
import * as visits from "./visit-store.ts"

const RECENT = 8

/** What the actor starred, and last opened, as far as they may still see it; and what waits for them to decide. */
export async function readHome({ actor }: { actor: Actor }): Promise<Home> {
  const [starred, recent, waiting] = await Promise.all([
    visits.listStars(actor.userId),
    visits.listRecent(actor.userId, RECENT),
    listWaiting(actor),
  ])
  const [starredSummaries, recentSummaries] = await Promise.all([
    summariesOf(actor, starred),
    summariesOf(actor, recent),
  ])
  return { starred: starredSummaries, recent: recentSummaries, waiting }
}

async function summariesOf(actor: Actor, ids: readonly DashboardId[]) {
  const dashboards = await Promise.all(ids.map((id) => getDashboard(id)))
  return summariseDashboards(
    actor,
    dashboards
      .filter((dashboard) => dashboard !== null)
      .filter((dashboard) => atLeast(rightOn(actor, dashboard), "view")),
  )
}
