import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Filter, FilterValues } from "#lib/domain/filter.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters, settledValue } from "#lib/domain/resolve-filters.ts"
import { shownDatasets } from "../dashboards/read-filter-values.ts"
import type { LinkSources } from "../links/link-sources.ts"
import { locksOf } from "../links/render-link.ts"
import { checkAskedFilters, settableFilters } from "../links/show-link.ts"
import { webEnv } from "../web-env.ts"
import { columnsOnCards, scopeDatasets, type ChatScope } from "./chat-scope.ts"

/**
 * What a public link's reader may ask about: rows that the link shows, in the columns that its cards load and the
 * filters that the reader may set are of. A dataset that a lock does not reach is left out, since all of it would be open
 * to questions; what cards show of it is shown here, too. `values: null` asks whatever the filters are set to.
 * @throws AppError not_found where nothing may be asked, unavailable where the locks no longer fit, validation_failed
 *   for values that are not the reader's to set.
 */
export function linkScope(opened: LinkSources, values: FilterValues | null): ChatScope {
  const { link, dashboard } = opened
  if (!link.canAsk) throw new AppError("not_found", "Questions can't be asked here.")
  const timezone = webEnv().CARDLOOM_TIMEZONE
  const today = dayIn(timezone, new Date())
  const locks = locksOf(opened)
  checkAskedFilters(opened, values ?? {})
  const filters = settableFilters(link, dashboard)
  const settable = new Set(filters.map(({ id }) => id))
  const restricts = (filter: Filter) => (settledValue(filter, link.lockedFilters) ?? null) !== null
  const fixed = dashboard.filters.filter((filter) => !settable.has(filter.id) && restricts(filter))
  const locked = fixed.filter(({ id }) => Object.hasOwn(link.lockedFilters, id))
  const resolved =
    values === null ? locks : resolveFilters(dashboard.filters, { ...values, ...link.lockedFilters }, today)
  const isOf = (dataset: Dataset) => (filter: Filter) => filterColumnIn(filter, dataset) !== undefined
  return {
    subjectId: dashboard.id,
    name: dashboard.name,
    datasets: scopeDatasets(
      shownDatasets(opened).filter((dataset) => locked.every(isOf(dataset))),
      (dataset) => ({
        canUse: false,
        columns: columnsOnCards(dataset, opened, filters),
        isWhole: !fixed.some(isOf(dataset)),
      }),
    ),
    filters,
    values: values ?? {},
    holding: { filters: dashboard.filters, resolved },
    timezone,
    sources: opened,
    link: { locked: link.lockedFilters },
  }
}
