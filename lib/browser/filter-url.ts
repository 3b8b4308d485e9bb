import {
  DateRangeValue,
  NumberRangeValue,
  RelativeRange,
  TextValue,
  valueSchemaOf,
  type Filter,
  type FilterValue,
} from "#lib/domain/filter.ts"
import type { FilterView } from "#lib/domain/filter-view.ts"
import { fittingValues } from "#lib/domain/fitting-values.ts"

/** Of the keys of filters in an address: `?f.region=…`. */
export const FILTER_PREFIX = "f."

/** Of the view in use, in an address; NO_VIEW where the reader wants none. */
export const VIEW_KEY = "view"
export const NO_VIEW = "none"

/** The query of an address that holds these values, of the view named. */
export function viewQuery(filters: readonly Filter[], view: Pick<FilterView, "id" | "values">): string {
  const values = fittingValues(filters, view.values)
  const query = new URLSearchParams({ [VIEW_KEY]: view.id })
  for (const filter of filters) {
    const value = values[filter.id]
    if (value !== undefined) query.set(FILTER_PREFIX + filter.id, encodeFilterValue(filter, value))
  }
  return query.toString()
}

/**
 * A filter's value as it stands in the page's address, short and readable:
 * `["a",null]`, `last_30_days`, `2024-01-01..2024-01-31` (either end may be missing), `10..20`, plain text.
 * `null` is a filter whose default was taken off: `*`, or the empty text.
 */
export function encodeFilterValue(filter: Filter, value: FilterValue | null): string {
  if (value === null) return filter.type === "text" ? "" : ALL
  if (typeof value === "string") return value
  if (Array.isArray(value)) return JSON.stringify(value)
  if ("relative" in value) return value.relative
  if ("min" in value || "max" in value) return `${value.min ?? ""}..${value.max ?? ""}`
  const { start = "", end = "" } = "start" in value || "end" in value ? value : {}
  return start || end ? `${start}..${end}` : ALL
}

/** The value, null for "no restriction", or undefined when the text is no value of this filter. */
export function decodeFilterValue(filter: Filter, text: string): FilterValue | null | undefined {
  if (filter.type === "text") return text === "" ? null : valueOf(TextValue.safeParse(text))
  if (text === ALL) return null
  switch (filter.type) {
    case "category":
      return decodeCategories(filter, text)
    case "date_range":
      return decodeDates(text)
    case "number_range":
      return decodeNumbers(text)
  }
}

const ALL = "*"
const RANGE = /^(.*?)\.\.(.*)$/

function decodeCategories(filter: Filter, text: string): FilterValue | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const value = valueOf(valueSchemaOf("category").safeParse(json))
  const tooMany = filter.multi === false && Array.isArray(value) && value.length > 1
  return tooMany ? undefined : value
}

function decodeDates(text: string): FilterValue | undefined {
  if (RelativeRange.safeParse(text).success) return valueOf(DateRangeValue.safeParse({ relative: text }))
  const ends = RANGE.exec(text)
  if (!ends) return undefined
  const [, start, end] = ends
  if (!start && !end) return undefined
  return valueOf(DateRangeValue.safeParse({ ...(start ? { start } : {}), ...(end ? { end } : {}) }))
}

function decodeNumbers(text: string): FilterValue | undefined {
  const ends = RANGE.exec(text)
  if (!ends) return undefined
  const [, min, max] = ends
  if (!min && !max) return undefined
  return valueOf(
    NumberRangeValue.safeParse({ ...(min ? { min: Number(min) } : {}), ...(max ? { max: Number(max) } : {}) }),
  )
}

const valueOf = (parsed: { success: boolean; data?: FilterValue }): FilterValue | undefined =>
  parsed.success ? parsed.data : undefined
