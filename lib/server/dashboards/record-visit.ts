import "server-only"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import * as visits from "./visit-store.ts"

/** Notes that the actor opened a dashboard, for their home page. The caller has checked that they may see it. */
export const recordVisit = ({ actor, dashboardId }: { actor: Actor; dashboardId: DashboardId }): Promise<void> =>
  visits.recordVisit(actor.userId, dashboardId, new Date().toISOString())
