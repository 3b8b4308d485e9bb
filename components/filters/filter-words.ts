import {
  AbsoluteDateRange,
  NumberRangeValue,
  type Filter,
  type FilterValue,
  type RelativeRange,
} from "#lib/domain/filter.ts"

export const RELATIVE_WORDS: Record<RelativeRange, string> = {
  today: "Today",
  yesterday: "Yesterday",
  last_7_days: "Last 7 days",
  last_30_days: "Last 30 days",
  last_90_days: "Last 90 days",
  this_month: "This month",
  last_month: "Last month",
  this_quarter: "This quarter",
  last_quarter: "Last quarter",
  this_year: "This year",
  last_year: "Last year",
  year_to_date: "Year to date",
}

const NAMED = 2

/** One value of a category in words. */
export const categoryWords = (value: string | number | boolean | null): string =>
  value === null ? "(empty)" : value === "" ? "(blank)" : String(value)

/** What a filter lets through, in a few words; null when it lets everything through. */
export function filterWords(filter: Filter, value: FilterValue | null, locale: string): string | null {
  if (value === null) return null
  if (typeof value === "string") return value === "" ? null : `contains “${value}”`
  if (Array.isArray(value)) return categoriesWords(value)
  if ("relative" in value) return RELATIVE_WORDS[value.relative]
  return filter.type === "number_range"
    ? numberWords(NumberRangeValue.parse(value), locale)
    : dateWords(AbsoluteDateRange.parse(value), locale)
}

function categoriesWords(values: (string | number | boolean | null)[]): string {
  if (values.length === 0) return "none"
  const named = values.slice(0, NAMED).map(categoryWords).join(", ")
  return values.length > NAMED ? `${named} +${values.length - NAMED}` : named
}

function numberWords(range: { min?: number; max?: number }, locale: string): string | null {
  const words = (bound: number) => bound.toLocaleString(locale)
  if (range.min !== undefined && range.max !== undefined) return `${words(range.min)} to ${words(range.max)}`
  if (range.min !== undefined) return `at least ${words(range.min)}`
  return range.max === undefined ? null : `at most ${words(range.max)}`
}

function dateWords(range: { start?: string; end?: string }, locale: string): string | null {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
  const day = (iso: string) => new Date(`${iso}T00:00:00Z`)
  if (range.start && range.end) return format.formatRange(day(range.start), day(range.end))
  if (range.start) return `from ${format.format(day(range.start))}`
  return range.end ? `until ${format.format(day(range.end))}` : null
}
