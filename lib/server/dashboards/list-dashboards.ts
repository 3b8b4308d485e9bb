import "server-only"
import type { ListQuery, Page } from "#lib/domain/api.ts"
import type { DashboardSummary } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { listSharedIds } from "../shares/grant-store.ts"
import { listVisible } from "../shares/list-visible.ts"
import { getDashboards, listAllDashboards, listDashboardsByOwner } from "./dashboard-store.ts"
import { summariseDashboards } from "./summarise-dashboards.ts"

/** The dashboards the actor may see, last changed first. @throws AppError validation_failed on a bad cursor. */
export async function listDashboards({
  actor,
  ...page
}: { actor: Actor } & ListQuery): Promise<Page<DashboardSummary>> {
  const { data, nextCursor } = await listVisible(actor, page, {
    all: listAllDashboards,
    owned: (some) => listDashboardsByOwner(actor.userId, some),
    shared: async () => getDashboards(await listSharedIds("dashboard", actor)),
  })
  return { data: await summariseDashboards(actor, data), nextCursor }
}
