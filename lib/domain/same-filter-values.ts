import { canonicalJson } from "./canonical-json.ts"
import type { Filter, FilterId, FilterValue } from "./filter.ts"

type Values = Readonly<Record<FilterId, FilterValue | null>>

/** Whether two states of these filters restrict the same: a filter that a state says nothing of has its default. */
export const sameFilterValues = (filters: readonly Filter[], a: Values, b: Values): boolean =>
  filters.every((filter) => settled(filter, a) === settled(filter, b))

function settled(filter: Filter, values: Values): string {
  const value = Object.hasOwn(values, filter.id) ? (values[filter.id] ?? null) : (filter.default ?? null)
  // Categories are chosen in any order.
  return canonicalJson({ value: Array.isArray(value) ? [...value].sort(byText) : value })
}

const byText = (x: unknown, y: unknown): number => JSON.stringify(x).localeCompare(JSON.stringify(y))
