import "server-only"
import type { DashboardPatch } from "#lib/domain/dashboard.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { checkPlacedCards } from "./check-cards.ts"
import * as store from "./dashboard-store.ts"
import { cardIdsOn, dashboardDetail } from "./read-dashboard.ts"

type UpdateDashboard = { actor: Actor; dashboardId: DashboardId; patch: DashboardPatch; expectedVersion: number }

/** @throws AppError not_found, forbidden, validation_failed, version_conflict with the current dashboard. */
export async function updateDashboard({
  actor,
  dashboardId,
  patch,
  expectedVersion,
}: UpdateDashboard): Promise<DashboardDetail> {
  const { thing: current } = await findPermitted(actor, "edit", "dashboard", store.getDashboard(dashboardId))
  await checkPlacedCards(actor, patch.layout ?? [], cardIdsOn(current))
  return dashboardDetail(actor, await store.updateDashboard(dashboardId, patch, expectedVersion, actor.userId))
}
