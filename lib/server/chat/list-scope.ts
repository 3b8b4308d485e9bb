import "server-only"
import { MAX_RESULT_CHARACTERS } from "#lib/domain/chat-limits.ts"
import type { DatasetList } from "#lib/domain/chat-tools.ts"
import type { ChatScope } from "./chat-scope.ts"
import { queriedDataset } from "./run-lookup.ts"

const MAX_TEXT_CHARACTERS = 500

/** What a question may reach, in as many columns as an answer can carry. */
export function listScope({ datasets, filters, holding, sources, link }: ChatScope): DatasetList {
  const set = new Set(holding.resolved.filter(({ value }) => value !== null).map(({ id }) => id))
  // Shared evenly: one very wide dataset must not hide the others.
  const charactersEach = MAX_RESULT_CHARACTERS / 2 / Math.max(1, datasets.length)
  // What colleagues wrote for each other is on no public page.
  const inWords = (description: string) => (link ? "" : description.slice(0, MAX_TEXT_CHARACTERS))
  return {
    kind: "datasets",
    datasets: datasets.map((scoped) => ({
      ...queriedDataset(scoped),
      description: inWords(scoped.dataset.description),
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
          description: inWords(card.description),
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
