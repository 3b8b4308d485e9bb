import "server-only"
import { declaredColumnsOf, type Card } from "#lib/domain/card.ts"
import { compileFilters } from "#lib/domain/compile-filters.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Filter, ResolvedFilter } from "#lib/domain/filter.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { CardError, CardInput, CardJob } from "#lib/domain/job-contract.ts"
import type { JsonObject } from "#lib/domain/json.ts"

type CardSource = Pick<Card, "language" | "code" | "datasets" | "columns" | "params" | "chart"> & {
  /** Whose code it is: the trust domain. */
  ownerId: string
}

/** What a card is run with. `datasets` holds only those its author may use. */
type CardContext = {
  key: string
  datasets: ReadonlyMap<DatasetId, Dataset>
  filters: readonly Filter[]
  resolved: readonly ResolvedFilter[]
  /** Of the tile; they stand over the card's own. */
  params?: JsonObject | undefined
  timezone: string
}

export type BuiltCardJob =
  | {
      job: CardJob
      filtersApplied: string[]
      asOf: string | null
      /** Why what it reads is older than it should be; null when it is not. */
      dataStale: string | null
    }
  | { error: CardError }

/** The job of one card under the filters of its page, or why it can't be run. Pure. */
export function buildCardJob(card: CardSource, context: CardContext): BuiltCardJob {
  const inputs: CardInput[] = []
  const filtersApplied = new Set<string>()
  const published: string[] = []
  let dataStale: string | null = null
  for (const { alias, datasetId } of card.datasets) {
    const dataset = context.datasets.get(datasetId)
    if (!dataset)
      return {
        error: refusal(
          "DatasetNotFound",
          `The dataset behind "${alias}" is gone, or no longer the author's to use.`,
          "Choose another dataset in the card's editor.",
        ),
      }
    if (!dataset.dataVersion)
      return {
        error: refusal(
          "DatasetNotReady",
          `The dataset "${dataset.name}" has no data yet.`,
          "Wait for its import to finish, or look at the dataset's page for why it failed.",
        ),
      }
    const { predicates, appliedFilterIds } = compileFilters(
      context.filters,
      context.resolved,
      { id: datasetId, columns: dataset.columns },
      context.timezone,
    )
    for (const id of appliedFilterIds) filtersApplied.add(id)
    published.push(dataset.dataVersion.publishedAt)
    dataStale ??= dataset.stale?.reason ?? null
    inputs.push({
      alias,
      datasetId,
      dataVersionId: dataset.dataVersion.id,
      columns: declaredColumnsOf(card, alias),
      predicates,
    })
  }
  return {
    job: {
      key: context.key,
      authorId: card.ownerId,
      language: card.language,
      code: card.code,
      inputs,
      filters: [...context.resolved],
      params: { ...card.params, ...context.params },
      ...(card.chart && { chart: card.chart }),
    },
    filtersApplied: context.filters.map(({ id }) => id).filter((id) => filtersApplied.has(id)),
    asOf: published.sort()[0] ?? null,
    dataStale,
  }
}

const refusal = (type: string, message: string, hint: string): CardError => ({
  code: "execution_failed",
  type,
  message,
  hint,
})
