type RowGroups = readonly { firstRow: number; rows: number }[]

/** The place of the row group that holds a row, by halving. */
export function groupOf(groups: RowGroups, row: number): number {
  let low = 0
  let high = groups.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((groups[middle]?.firstRow ?? 0) <= row) low = middle
    else high = middle - 1
  }
  return low
}

/** The places of the row groups that hold any row from `firstRow` up to, but without, `endRow`. */
export function groupsBetween(groups: RowGroups, firstRow: number, endRow: number): number[] {
  if (groups.length === 0 || endRow <= firstRow) return []
  const first = groupOf(groups, firstRow)
  const last = groupOf(groups, endRow - 1)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
