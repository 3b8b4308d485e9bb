import { formatCell } from "#components/datasets/format-cell.ts"
import type { ColumnType } from "#lib/domain/column.ts"
import type { Json } from "#lib/domain/json.ts"

/** A cell of a card's table: fractions to four digits that matter, all else as it is. null is the empty cell. */
export function formatTableCell(value: Json, type: ColumnType, locale: string): string | null {
  if (value === null) return null
  if (typeof value === "object") return JSON.stringify(value)
  if (type === "double" && typeof value === "number" && !Number.isInteger(value)) {
    const options = Math.abs(value) >= 1 ? { maximumFractionDigits: 4 } : { maximumSignificantDigits: 4 }
    return new Intl.NumberFormat(locale, { useGrouping: Math.abs(value) >= 10_000, ...options }).format(value)
  }
  return formatCell(value, type, locale)
}
