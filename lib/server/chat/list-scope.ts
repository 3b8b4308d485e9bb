import "server-only"
import { MAX_RESULT_CHARACTERS } from "#lib/domain/chat-limits.ts"
import type { DatasetList } from "#lib/domain/chat-tools.ts"
import type { ChatScope } from "./open-scope.ts"
import { queriedDataset } from "./run-lookup.ts"

const MAX_TEXT_CHARACTERS = 500

/** What a question may reach, in as many columns as an answer can carry. */
export function listScope({ datasets, filters, resolved, sources }: ChatScope): DatasetList {
  const set = new Set(resolved.filter(({ value }) => value !== null).map(({ id }) => id))
  // Shared evenly: one very wide dataset must not hide the others.
  const charactersEach = MAX_RESULT_CHARACTERS / 2 / Math.max(1, datasets.length)
  return {
    kind: "datasets",
    datasets: datasets.map((scoped) => ({
      ...queriedDataset(scoped),
      description: scoped.dataset.description.slice(0, MAX_TEXT_CHARACTERS),
      columnCount: scoped.columns.length,
      columns: fitting(scoped.columns, charactersEach),
    })),
    cards: (sources?.dashboard.layout ?? []).flatMap(({ itemId, cardId, title }) => {
      const card = cardId && sources?.cards.get(cardId)
      if (!card) return []
      return [
        {
          cardId: card.id,
          itemId,
          name: title ?? card.name,
          description: card.description.slice(0, MAX_TEXT_CHARACTERS),
        },
      ]
    }),
    filters: filters.map(({ id, label, type }) => ({ id, label, type, isSet: set.has(id) })),
  }
}

function fitting<T>(items: readonly T[], characters: number): T[] {
  let left = characters
  return items.filter((item) => (left -= JSON.stringify(item).length) >= 0)
}
