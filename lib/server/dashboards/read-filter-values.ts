import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { ValuesResponse } from "#lib/domain/job-contract.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getCards } from "../cards/card-store.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { readValues } from "../executor/executor-client.ts"
import { getDashboard } from "./dashboard-store.ts"
import { mergeValues } from "./merge-values.ts"
import { cardIdsOn } from "./read-dashboard.ts"

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
  const cards = await getCards(cardIdsOn(dashboard))
  const datasets = await getDatasets([
    ...new Set(cards.flatMap((card) => card.datasets.map(({ datasetId }) => datasetId))),
  ])
  const answers = await Promise.all(
    datasets.flatMap((dataset) => {
      const column = filterColumnIn(filter, dataset)
      if (!column || !dataset.dataVersion) return []
      const request = {
        requestId: crypto.randomUUID(),
        principal: actor.userId,
        datasetId: dataset.id,
        dataVersionId: dataset.dataVersion.id,
      }
      return [readValues({ ...request, column: column.name, query: q, limit })]
    }),
  )
  return mergeValues(answers, limit)
}
