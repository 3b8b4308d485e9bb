import type { TableDisplay } from "#lib/domain/display.ts"
import { formatTableCell } from "./format-table-cell.ts"

const SAMPLE_ROWS = 50
const CHARACTER_PX = 7
const PADDING_PX = 28
const MIN_PX = 64
const MAX_PX = 320

/** One width a column, from its header and first rows, so that nothing jumps while other rows scroll in. */
export function columnWidthsPx({ columns, rows }: TableDisplay, locale: string): number[] {
  return columns.map(({ name, type }, index) => {
    const longest = rows
      .slice(0, SAMPLE_ROWS)
      .reduce(
        (length, row) => Math.max(length, formatTableCell(row[index] ?? null, type, locale)?.length ?? 1),
        name.length,
      )
    return Math.min(MAX_PX, Math.max(MIN_PX, longest * CHARACTER_PX + PADDING_PX))
  })
}
