import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { ValuesResponse } from "#lib/domain/job-contract.ts"
import { valuesOf } from "../dashboards/read-filter-values.ts"
import type { OpenedLink } from "./open-link.ts"
import { resolveLocks } from "./resolve-locks.ts"
import { settableFilters } from "./show-link.ts"

type Wanted = { filterId: string; q: string; limit: number }

/**
 * What a filter can be set to, among the rows a link shows. A locked filter answers as one that is not there.
 * @throws AppError not_found, unavailable.
 */
export async function linkFilterValues(opened: OpenedLink, { filterId, q, limit }: Wanted): Promise<ValuesResponse> {
  const { link, dashboard } = opened
  const filter = settableFilters(link, dashboard).find(({ id }) => id === filterId)
  if (!filter) throw new AppError("not_found", "This dashboard has no such filter.")
  const locked = resolveLocks(dashboard, link.lockedFilters)
  return valuesOf(opened, { filter, q, limit, locked, principal: link.id, priority: "link" })
}
