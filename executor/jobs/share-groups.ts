import type { CardJob, JobPriority } from "#lib/domain/job-contract.ts"

/**
 * For each card the name of its trust domain, or null when it must have a process to itself. Cards of one render may
 * follow each other in one process when one author wrote them and they are given the same rows and filter values:
 * then none can learn or change anything its author could not. `nameGroup` gives a name never used before.
 */
export function shareGroups(cards: CardJob[], priority: JobPriority, nameGroup: () => string): (string | null)[] {
  // A preview is code that is being written: it runs as if it were alone.
  if (priority === "preview") return cards.map(() => null)
  const domains = cards.map(domainOf)
  const names = new Map<string, string>()
  return domains.map((domain) => {
    const isAlone = domains.indexOf(domain) === domains.lastIndexOf(domain)
    if (isAlone) return null
    const name = names.get(domain) ?? nameGroup()
    names.set(domain, name)
    return name
  })
}

/** Columns are left out: which of the same rows' columns are loaded is the author's own choice. */
function domainOf(card: CardJob): string {
  const rows = card.inputs.map((input) => JSON.stringify([input.datasetId, input.dataVersionId, input.predicates]))
  return JSON.stringify([card.authorId, card.filters, [...new Set(rows)].toSorted()])
}
