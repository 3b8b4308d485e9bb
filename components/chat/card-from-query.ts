import type { HandedDraft } from "#components/cards/handed-draft.ts"
import type { ChartSpec } from "#lib/domain/chart.ts"
import type { QueryResult } from "#lib/domain/chat-tools.ts"

const MAX_NAME = 200

/** A query of an answer as a card of one's own, or why it can't be one. */
export type CardOffer = { draft: HandedDraft; problem: null } | { draft: null; problem: string }

export function cardFromQuery(result: QueryResult, chart: { spec: ChartSpec; title: string } | null): CardOffer {
  const closed = result.datasets.filter(({ canUse }) => !canUse).map(({ name }) => `“${name}”`)
  if (closed.length > 0)
    return {
      draft: null,
      problem: `You see ${closed.join(" and ")} here, but may not use it in cards of your own. Ask its owner to share it with you.`,
    }
  return {
    draft: {
      name: (chart?.title ?? sentenceOf(result.purpose)).slice(0, MAX_NAME),
      code: result.sql,
      datasets: result.datasets.map(({ alias, datasetId }) => ({ alias, datasetId })),
      chart: chart?.spec ?? null,
    },
    problem: null,
  }
}

/** "sales by month." as a name: "Sales by month". */
const sentenceOf = (purpose: string): string => {
  const words = purpose.trim().replace(/\.$/, "")
  return words.charAt(0).toUpperCase() + words.slice(1)
}
