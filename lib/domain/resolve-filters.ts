import { AppError } from "./app-error.ts"
import {
  type AbsoluteDateRange,
  CategoryValue,
  DateRangeValue,
  NumberRangeValue,
  TextValue,
  type Filter,
  type FilterValues,
  type ResolvedFilter,
} from "./filter.ts"
import { absoluteRange } from "./relative-range.ts"
import type { z } from "zod"

/**
 * Settles what each filter of a page keeps: the value sent, or else the filter's default; relative dates made absolute.
 * `today` is the workspace's date, `YYYY-MM-DD`.
 * @throws AppError validation_failed naming the filter: unknown id, a value of the wrong shape, several values where one is allowed, a required value that is missing.
 */
export function resolveFilters(filters: readonly Filter[], values: FilterValues, today: string): ResolvedFilter[] {
  const known = new Set(filters.map(({ id }) => id))
  const unknown = Object.keys(values).filter((id) => !known.has(id))
  if (unknown.length > 0) {
    throw invalid(unknown[0] ?? "", `no filter here has the id ${unknown.map((id) => JSON.stringify(id)).join(", ")}`)
  }
  return filters.map((filter) => {
    const value = settledValue(filter, values)
    if (value === undefined || value === null) {
      if (filter.required) throw invalid(filter.id, `choose a value for ${filter.label}`)
      return { id: filter.id, type: filter.type, value: null }
    }
    return resolve(filter, value, today)
  })
}

/** The value sent for a filter, or else its default; null or undefined when it has none. */
export function settledValue(filter: Filter, values: FilterValues): unknown {
  // Own keys only: a filter may be called "constructor".
  const sent = Object.hasOwn(values, filter.id) ? values[filter.id] : undefined
  // null is a filter that somebody has cleared; only one that nobody has touched has its default.
  return sent === undefined ? filter.default : sent
}

function resolve(filter: Filter, value: unknown, today: string): ResolvedFilter {
  switch (filter.type) {
    case "category": {
      const categories = parse(filter, CategoryValue, value)
      if (filter.multi === false && categories.length > 1)
        throw invalid(filter.id, `${filter.label} takes a single value`)
      return { id: filter.id, type: "category", value: categories }
    }
    case "date_range": {
      const range = parse(filter, DateRangeValue, value)
      return {
        id: filter.id,
        type: "date_range",
        value: "relative" in range ? absoluteRange(range.relative, today) : (range satisfies AbsoluteDateRange),
      }
    }
    case "number_range":
      return { id: filter.id, type: "number_range", value: parse(filter, NumberRangeValue, value) }
    case "text":
      return { id: filter.id, type: "text", value: parse(filter, TextValue, value) }
  }
}

function parse<T>(filter: Filter, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw invalid(
    filter.id,
    `${filter.label} (${filter.type}): ${parsed.error.issues[0]?.message ?? "not a fitting value"}`,
  )
}

const invalid = (filterId: string, message: string): AppError =>
  new AppError("validation_failed", message, { details: [{ path: ["filters", filterId], message }] })
