import "server-only"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDashboard } from "./dashboard-store.ts"
import * as visits from "./visit-store.ts"

type NamedDashboard = { actor: Actor; dashboardId: DashboardId }

/** @throws AppError not_found */
export async function starDashboard({ actor, dashboardId }: NamedDashboard): Promise<void> {
  await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  await visits.star(actor.userId, dashboardId)
}

/** @throws AppError not_found */
export async function unstarDashboard({ actor, dashboardId }: NamedDashboard): Promise<void> {
  await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  await visits.unstar(actor.userId, dashboardId)
}
