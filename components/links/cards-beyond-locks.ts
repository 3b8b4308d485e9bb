import { filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { Filter } from "#lib/domain/filter.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"

type Shown = Pick<DashboardDetail, "layout" | "cards" | "datasets">

/** The cards on a dashboard that read a dataset without a locked filter's column, which they therefore show whole; by name. */
export function cardsBeyondLocks({ layout, cards, datasets }: Shown, locked: readonly Filter[]): string[] {
  const placed = new Set(layout.flatMap(({ cardId }) => cardId ?? []))
  const isOutOfReach = (datasetId: string): boolean => {
    const dataset = datasets.find(({ id }) => id === datasetId)
    return dataset !== undefined && locked.some((filter) => filterColumnIn(filter, dataset) === undefined)
  }
  return cards.filter(({ id, datasetIds }) => placed.has(id) && datasetIds.some(isOutOfReach)).map(({ name }) => name)
}
