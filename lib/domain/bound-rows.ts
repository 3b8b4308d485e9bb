import { MAX_CELL_CHARACTERS, MAX_RESULT_CHARACTERS, MAX_RESULT_ROWS } from "./chat-limits.ts"
import { Cell, type Column } from "./column.ts"

export type BoundedRows = { columns: Column[]; rows: Cell[][]; truncated: boolean }
type Bounds = { maxRows?: number; maxCharacters?: number }

const MAX_COLUMNS = 100

/** As much of a table as an answer may carry: first rows, first columns, cells cut to a length. */
export function boundRows(
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  { maxRows = MAX_RESULT_ROWS, maxCharacters = MAX_RESULT_CHARACTERS }: Bounds = {},
): BoundedRows {
  const bounded: BoundedRows = {
    columns: columns.slice(0, MAX_COLUMNS),
    rows: [],
    truncated: columns.length > MAX_COLUMNS,
  }
  let left = maxCharacters - JSON.stringify(bounded.columns).length
  for (const row of rows) {
    if (bounded.rows.length >= maxRows) return { ...bounded, truncated: true }
    const cells = row.slice(0, MAX_COLUMNS).map(cutCell)
    left -= JSON.stringify(cells).length
    // One row is shown however wide: none would look like an empty result.
    if (left < 0 && bounded.rows.length > 0) return { ...bounded, truncated: true }
    bounded.rows.push(cells)
    bounded.truncated ||= cells.some((cell, index) => cell !== row[index])
  }
  return bounded
}

/** What is no cell (a list, a struct) is shown as JSON. */
function cutCell(value: unknown): Cell {
  const parsed = Cell.safeParse(value)
  const cell = parsed.success ? parsed.data : (JSON.stringify(value) ?? null)
  return typeof cell === "string" && cell.length > MAX_CELL_CHARACTERS ? `${cell.slice(0, MAX_CELL_CHARACTERS)}…` : cell
}
