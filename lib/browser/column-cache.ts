import type { ColumnChunk, ParquetTable } from "./parquet-table.ts"

export type ColumnCache = {
  /** A column within a row group, when it is there. */
  get: (group: number, name: string) => ColumnChunk | undefined
  /** Begins to read what of these is neither there nor on its way. `changed` is called when it has come, or failed. */
  want: (group: number, names: readonly string[]) => void
  /** The last read that failed; null once one has succeeded since. */
  failure: () => unknown
  close: () => void
}

/** Keeps the columns that were looked at last, up to `maxBytes` of them. */
export function createColumnCache(
  table: Pick<ParquetTable, "read">,
  maxBytes: number,
  changed: () => void,
): ColumnCache {
  // A Map remembers insertion: what is used is put back at the end, so the first is the one not used for longest.
  const chunks = new Map<string, ColumnChunk>()
  const onTheirWay = new Set<string>()
  let bytes = 0
  let failure: unknown = null
  let closed = false
  const keyOf = (group: number, name: string) => `${group}:${name}`

  const get = (group: number, name: string) => {
    const key = keyOf(group, name)
    const chunk = chunks.get(key)
    if (!chunk) return undefined
    chunks.delete(key)
    chunks.set(key, chunk)
    return chunk
  }

  const keep = (key: string, chunk: ColumnChunk) => {
    chunks.set(key, chunk)
    bytes += chunk.sizeBytes
    for (const [oldest, { sizeBytes }] of chunks) {
      if (bytes <= maxBytes || oldest === key) break
      chunks.delete(oldest)
      bytes -= sizeBytes
    }
  }

  const read = async (group: number, names: string[]) => {
    try {
      const found = await table.read(group, names)
      for (const [name, chunk] of found) keep(keyOf(group, name), chunk)
      failure = null
    } catch (error) {
      failure = error
    }
    for (const name of names) onTheirWay.delete(keyOf(group, name))
    if (!closed) changed()
  }

  return {
    get,
    want: (group, names) => {
      const missing = names.filter((name) => !chunks.has(keyOf(group, name)) && !onTheirWay.has(keyOf(group, name)))
      if (missing.length === 0 || closed) return
      for (const name of missing) onTheirWay.add(keyOf(group, name))
      void read(group, missing)
    },
    failure: () => failure,
    close: () => {
      closed = true
      chunks.clear()
    },
  }
}
