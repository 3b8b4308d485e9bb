import type { Cell, ColumnType } from "#lib/domain/column.ts"

const NUMERIC: readonly ColumnType[] = ["int64", "double", "decimal"]
export const isNumeric = (type: ColumnType): boolean => NUMERIC.includes(type)

/**
 * A cell as it is in the data: every digit kept, no thousands marks (an id is no amount); dates by locale.
 * null, the empty cell, gives null.
 */
export function formatCell(value: Cell, type: ColumnType, locale: string): string | null {
  if (value === null) return null
  if (typeof value === "number" && isFarFromOne(value)) return String(value)
  if (typeof value === "number")
    return new Intl.NumberFormat(locale, { useGrouping: false, maximumSignificantDigits: 17 }).format(value)
  if (typeof value === "boolean") return value ? "true" : "false"
  if (TIMES.includes(type) && isBeyondLocale(value)) return value.replace("T", " ")
  if (type === "date") return formatTime(`${value}T00:00:00Z`, value, locale, { dateStyle: "medium", timeZone: "UTC" })
  // A timestamp has no zone: shown as written, whatever the reader's.
  if (type === "timestamp")
    return formatTime(`${value.replace(" ", "T").replace(/Z$/, "")}Z`, value, locale, {
      dateStyle: "medium",
      timeStyle: "medium",
      timeZone: "UTC",
    })
  if (type === "timestamptz")
    return formatTime(value.replace(" ", "T"), value, locale, { dateStyle: "medium", timeStyle: "long" })
  return value
}

/** Hundreds of zeros, before the point or after it, say less than an exponent. */
const isFarFromOne = (value: number): boolean => value !== 0 && (Math.abs(value) < 1e-12 || Math.abs(value) >= 1e21)

const TIMES: readonly ColumnType[] = ["date", "timestamp", "timestamptz"]

/** Locales leave out fractions of seconds, and write the year 12 as "12". */
const isBeyondLocale = (written: string): boolean => /^-|^0|\.\d/.test(written)

function formatTime(instant: string, written: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? written : new Intl.DateTimeFormat(locale, options).format(date)
}

const TYPE_WORDS: Record<ColumnType, string> = {
  int64: "integer",
  double: "number",
  decimal: "decimal",
  boolean: "true/false",
  date: "date",
  timestamp: "time",
  timestamptz: "time with zone",
  string: "text",
}
export const typeWords = (type: ColumnType): string => TYPE_WORDS[type]
