import { tableFromIPC, type Vector } from "apache-arrow"
import loadWasm, { ParquetFile } from "parquet-wasm/esm"
import { cellReader, columnTypeOf } from "./arrow-cells.ts"
import type { ColumnChunk, ParquetTable } from "./parquet-table.ts"

/** Loaded by openParquet, which keeps it out of every other page's code. */
export async function openWithWasm(file: Blob | string): Promise<ParquetTable> {
  await loadWasm()
  const parquet =
    typeof file === "string"
      ? await ParquetFile.fromUrl(new URL(file, location.href).href)
      : await ParquetFile.fromFile(file)
  const { schema } = tableFromIPC(parquet.schema().intoIPCStream())
  const metadata = parquet.metadata()
  let rowCount = 0
  const groups = metadata.rowGroups().map((group) => {
    const rows = group.numRows()
    group.free()
    rowCount += rows
    return { firstRow: rowCount - rows, rows }
  })
  metadata.free()
  return {
    columns: schema.fields.map(({ name, type }) => ({ name, type: columnTypeOf(type) })),
    rowCount,
    groups,
    read: async (group, names) => {
      // One batch: what is read by row is then one array a column.
      const batchSize = groups[group]?.rows ?? 0
      const table = await parquet.read({ rowGroups: [group], columns: [...names], batchSize })
      const arrow = tableFromIPC(table.intoIPCStream())
      const chunks = new Map<string, ColumnChunk>()
      for (const name of names) {
        const vector: Vector | null = arrow.getChild(name)
        if (vector) chunks.set(name, { cell: cellReader(vector), sizeBytes: vector.byteLength })
      }
      return chunks
    },
  }
}
