import "server-only"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import type { DashboardSummary } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { readNames } from "../users/read-names.ts"
import { listStars } from "./visit-store.ts"

/** Dashboards as lists show them, with the actor's own stars. */
export async function summariseDashboards(actor: Actor, dashboards: readonly Dashboard[]): Promise<DashboardSummary[]> {
  const [names, stars] = await Promise.all([
    readNames(dashboards.map(({ ownerId }) => ownerId)),
    listStars(actor.userId),
  ])
  const starred = new Set(stars)
  return dashboards.map((dashboard) => ({
    id: dashboard.id,
    name: dashboard.name,
    description: dashboard.description,
    ownerId: dashboard.ownerId,
    ownerName: names.get(dashboard.ownerId) ?? "Someone",
    starred: starred.has(dashboard.id),
    tileCount: dashboard.layout.length,
    updatedAt: dashboard.updatedAt,
    version: dashboard.version,
  }))
}
