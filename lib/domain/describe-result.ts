import { canonicalJson } from "./canonical-json.ts"
import type { Filter, FilterValues } from "./filter.ts"
import type { CardJob } from "./job-contract.ts"
import { settledValue } from "./resolve-filters.ts"

export type ResultContext = {
  timezone: string
  /** What runs cards: Python, its libraries, the platform's own part. */
  runtimeVersion: string
  /** The day where the result may depend on it, else null. */
  today: string | null
}

/**
 * All that a card's result is a function of, as one text per distinct result: whatever a job carries, but for the tile
 * it is for.
 * - exact: two jobs with the same text have the same result
 * - lineage: leaves out the datasets' versions, the runtime's and the day: results of one lineage are each other's past
 *
 * The author is in both: cards of one author may share a process, so what one author's code did must never become the
 * result of another's card.
 */
export function describeResult(job: CardJob, context: ResultContext): { exact: string; lineage: string } {
  const { key: _tile, inputs, ...rest } = job
  const common = { ...rest, timezone: context.timezone }
  const unversioned = inputs.map(({ dataVersionId: _version, ...input }) => input)
  return {
    exact: canonicalJson({ ...common, inputs, runtimeVersion: context.runtimeVersion, today: context.today }),
    lineage: canonicalJson({ ...common, inputs: unversioned }),
  }
}

/** Whether a filter now holds a date relative to today, by its value or by its default. */
export function hasRelativeDates(filters: readonly Filter[], values: FilterValues): boolean {
  return filters.some((filter) => {
    const value = settledValue(filter, values)
    return typeof value === "object" && value !== null && "relative" in value
  })
}

/**
 * Whether code may ask for the present day. Told by its words, so a roundabout way is missed: such a result gets as
 * old as the card's maximum age lets it. A word seen where nothing is asked costs one run a day.
 */
export const mayAskForToday = (code: string): boolean =>
  /\b(?:today|now|utcnow|time|gmtime|localtime(?:stamp)?|(?:get_)?current_(?:date|time|timestamp))\b/i.test(code)
