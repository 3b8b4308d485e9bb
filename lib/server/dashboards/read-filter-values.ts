import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Card } from "#lib/domain/card.ts"
import { filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { ValuesResponse } from "#lib/domain/job-contract.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { readDatasetsByAuthor } from "../cards/read-datasets-by-author.ts"
import { readValues } from "../executor/executor-client.ts"
import { getDashboard } from "./dashboard-store.ts"
import { mergeValues } from "./merge-values.ts"
import { readShownCards } from "./read-shown-cards.ts"

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
  const datasets = await readShownDatasets(await readShownCards(dashboard))
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

/** What the cards read that their authors may still use: the rest they no longer show. */
async function readShownDatasets(cards: readonly Card[]): Promise<Dataset[]> {
  const byAuthor = await readDatasetsByAuthor(cards)
  const shown = cards.flatMap(({ ownerId, datasets }) =>
    datasets.flatMap(({ datasetId }) => byAuthor.get(ownerId)?.get(datasetId) ?? []),
  )
  return [...new Map(shown.map((dataset) => [dataset.id, dataset])).values()]
}
