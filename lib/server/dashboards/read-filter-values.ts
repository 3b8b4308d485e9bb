import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { compileFilters, filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Filter, ResolvedFilter } from "#lib/domain/filter.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { JobPriority, ValuesResponse } from "#lib/domain/job-contract.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { readValues } from "../executor/executor-client.ts"
import { webEnv } from "../web-env.ts"
import { getDashboard } from "./dashboard-store.ts"
import { mergeValues } from "./merge-values.ts"
import { readSources, type DashboardSources } from "./render-dashboard.ts"

type ReadFilterValues = { actor: Actor; dashboardId: DashboardId; filterId: string; q: string; limit: number }

/** What a filter can be set to: the values of its column in every dataset it reaches, counts added up. @throws AppError not_found, unavailable. */
export async function readFilterValues({
  actor,
  dashboardId,
  filterId,
  q,
  limit,
}: ReadFilterValues): Promise<ValuesResponse> {
  const { thing: dashboard } = await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  const filter = dashboard.filters.find(({ id }) => id === filterId)
  if (!filter) throw new AppError("not_found", "This dashboard has no such filter.")
  const sources = await readSources(dashboard)
  return valuesOf(sources, { filter, q, limit, locked: [], principal: actor.userId, priority: "preview" })
}

type ValuesWanted = {
  filter: Filter
  q: string
  limit: number
  /** Only rows that these keep are looked at. */
  locked: readonly ResolvedFilter[]
  principal: string
  priority: JobPriority
}

/** The values of a filter's column among the rows that a dashboard's cards are shown. @throws AppError unavailable */
export async function valuesOf(
  sources: DashboardSources,
  { filter, q, limit, locked, principal, priority }: ValuesWanted,
): Promise<ValuesResponse> {
  const { filters } = sources.dashboard
  const answers = await Promise.all(
    shownDatasets(sources).flatMap((dataset) => {
      const column = filterColumnIn(filter, dataset)
      if (!column || !dataset.dataVersion) return []
      const request = {
        requestId: crypto.randomUUID(),
        principal,
        priority,
        datasetId: dataset.id,
        dataVersionId: dataset.dataVersion.id,
        predicates: compileFilters(filters, locked, dataset, webEnv().CARDLOOM_TIMEZONE).predicates,
      }
      return [readValues({ ...request, column: column.name, query: q, limit })]
    }),
  )
  return mergeValues(answers, limit)
}

/** What the cards read that their authors may still use: the rest they no longer show. */
export function shownDatasets({ cards, datasets }: DashboardSources): Dataset[] {
  const shown = [...cards.values()].flatMap((card) =>
    card.datasets.flatMap(({ datasetId }) => datasets.get(card.ownerId)?.get(datasetId) ?? []),
  )
  return [...new Map(shown.map((dataset) => [dataset.id, dataset])).values()]
}
