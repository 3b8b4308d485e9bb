import type { Column, ColumnType } from "#lib/domain/column.ts"
import { csvText } from "#lib/domain/csv-line.ts"
import type { Json } from "#lib/domain/json.ts"

/**
 * A table as CSV: UTF-8 with a byte order mark (spreadsheets guess otherwise), CRLF, values as in the data.
 * Text that a spreadsheet would run as a formula gets a leading apostrophe; true numbers never do.
 */
export function toCsv(columns: readonly Column[], rows: readonly (readonly Json[])[]): string {
  const lines = [
    columns.map(({ name }) => csvText(name)),
    ...rows.map((row) => columns.map(({ type }, index) => csvCell(row[index] ?? null, type))),
  ]
  return `\uFEFF${lines.map((cells) => cells.join(",")).join("\r\n")}\r\n`
}

function csvCell(value: Json, type: ColumnType): string {
  if (value === null) return ""
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  if (typeof value === "object") return csvText(JSON.stringify(value))
  // Decimals and large integers travel as text, and are numbers all the same.
  return isNumberText(value, type) ? value : csvText(value)
}

const isNumberText = (value: string, type: ColumnType): boolean =>
  (type === "int64" || type === "decimal" || type === "double") && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)
