import type { Cell, Column } from "#lib/domain/column.ts"

/** One column within one row group. */
export type ColumnChunk = { cell: (row: number) => Cell; sizeBytes: number }

/** A Parquet file of which only what is asked for is read. */
export type ParquetTable = {
  columns: Column[]
  rowCount: number
  /** In the order of the rows; `firstRow` counts from 0. */
  groups: readonly { firstRow: number; rows: number }[]
  /** The named columns of one row group, by name. */
  read: (group: number, names: readonly string[]) => Promise<Map<string, ColumnChunk>>
}

/** Loads the reader once, and only when a Parquet file is to be read: 1.4 MB that most pages do without. */
let reader: Promise<typeof import("./parquet-reader.ts")> | null = null

/** `file`: one of the reader's own, or the path of one that answers range requests. Throws whatever the reader throws. */
export async function openParquet(file: Blob | string): Promise<ParquetTable> {
  reader ??= import("./parquet-reader.ts")
  try {
    return await (await reader).openWithWasm(file)
  } catch (error) {
    // A chunk that could not be loaded may be there at the next try.
    reader = null
    throw error
  }
}
