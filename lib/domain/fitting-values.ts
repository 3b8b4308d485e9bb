import { valueSchemaOf, type Filter, type FilterId, type FilterValue, type FilterValues } from "./filter.ts"

/** Of kept filter values those that these filters still understand: filters are changed and removed. null = taken off. */
export function fittingValues(filters: readonly Filter[], values: FilterValues): Record<FilterId, FilterValue | null> {
  return Object.fromEntries(
    filters.flatMap((filter): [FilterId, FilterValue | null][] => {
      if (!Object.hasOwn(values, filter.id)) return []
      const value = values[filter.id]
      if (value === null) return filter.required ? [] : [[filter.id, null]]
      const parsed = valueSchemaOf(filter.type).safeParse(value)
      const tooMany = filter.multi === false && Array.isArray(value) && value.length > 1
      return parsed.success && !tooMany ? [[filter.id, parsed.data]] : []
    }),
  )
}
