import { dataOf } from "#lib/domain/api.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import { DashboardDetail } from "#lib/domain/summaries.ts"
import { ApiError, request } from "./api.ts"

const TRIES = 3

/**
 * Changes a dashboard's layout by `place`, on top of whatever others have saved meanwhile.
 * Throws ApiError: no right to edit, no such dashboard, or saved by others over and over.
 */
export async function addToDashboard(
  dashboardId: DashboardId,
  place: (layout: readonly LayoutItem[]) => LayoutItem[],
): Promise<DashboardDetail> {
  const path = `/api/dashboards/${dashboardId}`
  for (let left = TRIES; ; left -= 1) {
    const { data: dashboard } = await request(dataOf(DashboardDetail), path)
    try {
      const body = { layout: place(dashboard.layout) }
      return (await request(dataOf(DashboardDetail), path, { method: "PATCH", body, ifMatch: dashboard.version })).data
    } catch (error) {
      const isTaken = error instanceof ApiError && error.code === "version_conflict"
      if (!isTaken || left <= 1) throw error
    }
  }
}
