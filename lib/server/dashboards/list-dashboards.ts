import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import type { DashboardSummary } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { listAllDashboards, listDashboardsByOwner } from "./dashboard-store.ts"
import { summariseDashboards } from "./summarise-dashboards.ts"

/** The dashboards the actor may see, last changed first. @throws AppError validation_failed on a bad cursor. */
export async function listDashboards({
  actor,
  ...page
}: { actor: Actor } & ListQuery): Promise<Page<DashboardSummary>> {
  const { data, nextCursor } =
    actor.role === "admin" ? await listAllDashboards(page) : await listDashboardsByOwner(actor.userId, page)
  return { data: await summariseDashboards(actor, data), nextCursor }
}
