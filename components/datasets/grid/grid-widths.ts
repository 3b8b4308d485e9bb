import type { Cell, Column } from "#lib/domain/column.ts"
import { formatCell } from "../format-cell.ts"

const SAMPLE_ROWS = 50
const CHARACTER_PX = 7.2
const PADDING_PX = 26
const MIN_PX = 84
const MAX_PX = 320

/** One width a column, from its header and first rows, so that nothing jumps while other rows scroll in. */
export function gridWidthsPx(
  columns: readonly Column[],
  sample: readonly (readonly Cell[])[],
  locale: string,
): number[] {
  return columns.map(({ name, type }, index) => {
    const longest = sample
      .slice(0, SAMPLE_ROWS)
      .reduce(
        (length, row) => Math.max(length, formatCell(row[index] ?? null, type, locale)?.length ?? 1),
        name.length + 2,
      )
    return Math.round(Math.min(MAX_PX, Math.max(MIN_PX, longest * CHARACTER_PX + PADDING_PX)))
  })
}
