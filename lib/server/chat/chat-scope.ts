import "server-only"
import { declaredColumnsOf } from "#lib/domain/card.ts"
import type { ChatSubjectId } from "#lib/domain/chat.ts"
import type { Column } from "#lib/domain/column.ts"
import { filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import type { Filter, FilterValues, ResolvedFilter } from "#lib/domain/filter.ts"
import { sqlAliases } from "#lib/domain/sql-aliases.ts"
import type { DashboardSources } from "../dashboards/render-dashboard.ts"

/** A dataset as a question may reach it. */
export type ScopedDataset = {
  alias: string
  dataset: Dataset & { dataVersion: DataVersion }
  /** Those that may be seen: all where the reader may use the dataset, else those that the dashboard's cards read. */
  columns: Column[]
  canUse: boolean
  /** Whether the reader may know of all of its rows: by setting the filters otherwise they could see each of them. */
  isWhole: boolean
}

/** What somebody's question may reach, as their rights are at this moment. */
export type ChatScope = {
  subjectId: ChatSubjectId
  name: string
  datasets: ScopedDataset[]
  /** The filters that are the reader's to know of and to set, and how they are set. */
  filters: readonly Filter[]
  values: FilterValues
  /** All that decides which rows are read, also what is not spoken of. */
  holding: { filters: readonly Filter[]; resolved: readonly ResolvedFilter[] }
  timezone: string
  /** Of a dashboard. */
  sources: DashboardSources | null
  /** What a public link adds; null for people, who are told all that the page tells them. */
  link: { locked: FilterValues } | null
}

/** What a dashboard lets its readers see of a dataset that is not theirs: what its cards load, and the columns of `filters`. */
export function columnsOnCards(
  dataset: Dataset,
  { cards }: Pick<DashboardSources, "cards">,
  filters: readonly Filter[],
): Column[] {
  const names = new Set(filters.flatMap((filter) => filterColumnIn(filter, dataset)?.name ?? []))
  for (const card of cards.values()) {
    for (const { alias, datasetId } of card.datasets) {
      if (datasetId !== dataset.id) continue
      const declared = declaredColumnsOf(card, alias)
      if (declared === null) return dataset.columns
      for (const name of declared) names.add(name)
    }
  }
  return dataset.columns.filter(({ name }) => names.has(name))
}

/** Those that have data, by the names that SQL calls them. */
export function scopeDatasets<D extends Dataset>(
  datasets: readonly D[],
  seenAs: (dataset: D) => Pick<ScopedDataset, "canUse" | "columns" | "isWhole">,
): ScopedDataset[] {
  const ready = datasets.filter(hasData)
  const aliases = sqlAliases(ready.map(({ name }) => name))
  return ready.map((dataset, index) => ({ alias: aliases[index] ?? dataset.id, dataset, ...seenAs(dataset) }))
}

const hasData = <D extends Dataset>(dataset: D): dataset is D & { dataVersion: DataVersion } =>
  dataset.dataVersion !== null
