export type GridCell = { row: number; column: number }
export type GridSize = { rows: number; columns: number; rowsInView: number }

type Key = { key: string; ctrlKey: boolean; metaKey: boolean }

/** The cell a key leads to; null for a key that is none of the grid's. */
export function cellAfterKey(from: GridCell, { key, ctrlKey, metaKey }: Key, size: GridSize): GridCell | null {
  const far = ctrlKey || metaKey
  const last = { row: size.rows - 1, column: size.columns - 1 }
  const at = (row: number, column: number): GridCell => ({
    row: Math.max(0, Math.min(row, last.row)),
    column: Math.max(0, Math.min(column, last.column)),
  })
  switch (key) {
    case "ArrowDown":
      return at(far ? last.row : from.row + 1, from.column)
    case "ArrowUp":
      return at(far ? 0 : from.row - 1, from.column)
    case "ArrowRight":
      return at(from.row, far ? last.column : from.column + 1)
    case "ArrowLeft":
      return at(from.row, far ? 0 : from.column - 1)
    case "PageDown":
      return at(from.row + size.rowsInView, from.column)
    case "PageUp":
      return at(from.row - size.rowsInView, from.column)
    case "Home":
      return at(far ? 0 : from.row, 0)
    case "End":
      return at(far ? last.row : from.row, last.column)
    default:
      return null
  }
}
