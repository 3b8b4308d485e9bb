import type { Inspection } from "#lib/domain/job-contract.ts"
import { openParquet, type ParquetTable } from "./parquet-table.ts"

const MAGIC = "PAR1"
const ROWS = 100
/** Beyond this many columns their cells would take longer to read than anyone would look at them. */
const MAX_COLUMNS_READ = 200

/** What a Parquet file holds, read where it lies; null of any other file, and of one that can't be read here. */
export async function inspectParquet(file: Blob): Promise<Inspection | null> {
  if ((await file.slice(0, MAGIC.length).text()) !== MAGIC) return null
  try {
    return await inspectionOf(await openParquet(file))
  } catch {
    // The server says why, in its own words.
    return null
  }
}

async function inspectionOf(table: ParquetTable): Promise<Inspection> {
  const { columns, rowCount, groups } = table
  const names = columns.slice(0, MAX_COLUMNS_READ).map(({ name }) => name)
  const first = groups.findIndex(({ rows }) => rows > 0)
  const chunks = first < 0 ? new Map() : await table.read(first, names)
  const shown = Math.min(ROWS, groups[first]?.rows ?? 0)
  const rows = Array.from({ length: shown }, (_, row) => columns.map(({ name }) => chunks.get(name)?.cell(row) ?? null))
  return {
    format: "parquet",
    compression: "none",
    dialect: null,
    columns,
    rows,
    texts: [],
    lines: [],
    warnings: [],
    sortCandidates: columns.filter(({ type }) => /^(?:date|timestamp)/.test(type)).map(({ name }) => name),
    complete: shown === rowCount,
  }
}
