import "server-only"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import * as store from "./dashboard-store.ts"

type NamedDashboard = { actor: Actor; dashboardId: DashboardId }

/** Hides a dashboard until it is restored. @throws AppError not_found, forbidden. */
export async function deleteDashboard({ actor, dashboardId }: NamedDashboard): Promise<void> {
  const { thing } = await findPermitted(actor, "own", "dashboard", store.getDashboard(dashboardId))
  await store.softDeleteDashboard(dashboardId)
  await recordAudit({ type: "dashboard.deleted", targetId: dashboardId, targetName: thing.name })
}

/** Undoes deleteDashboard. @throws AppError not_found. */
export async function restoreDashboard({ actor, dashboardId }: NamedDashboard): Promise<Dashboard> {
  await findPermitted(actor, "own", "dashboard", store.getDeletedDashboard(dashboardId))
  const dashboard = await store.restoreDashboard(dashboardId)
  await recordAudit({ type: "dashboard.restored", targetId: dashboardId, targetName: dashboard.name })
  return withoutGrants(dashboard)
}
