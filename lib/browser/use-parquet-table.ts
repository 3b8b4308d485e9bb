"use client"

import { useEffect, useReducer, useState } from "react"
import { createColumnCache, type ColumnCache } from "./column-cache.ts"
import { openParquet, type ParquetTable } from "./parquet-table.ts"

export type ParquetView =
  | { state: "opening" }
  | { state: "ready"; table: ParquetTable; cache: ColumnCache }
  | { state: "failed"; error: unknown }

/** About a dozen row groups of a screenful of columns. */
const CACHE_BYTES = 96 * 1024 * 1024

const OPENING: ParquetView = { state: "opening" }

/** Opens a Parquet file that answers range requests; draws again whenever something asked for has come. */
export function useParquetTable(path: string): ParquetView & { retry: () => void } {
  const [attempt, setAttempt] = useState(0)
  const [opened, setOpened] = useState<{ path: string; attempt: number; view: ParquetView } | null>(null)
  const [, redraw] = useReducer((times: number) => times + 1, 0)

  useEffect(() => {
    let isGone = false
    let cache: ColumnCache | null = null
    openParquet(path).then(
      (table) => {
        if (isGone) return
        cache = createColumnCache(table, CACHE_BYTES, redraw)
        setOpened({ path, attempt, view: { state: "ready", table, cache } })
      },
      (error: unknown) => {
        if (!isGone) setOpened({ path, attempt, view: { state: "failed", error } })
      },
    )
    return () => {
      isGone = true
      cache?.close()
    }
  }, [path, attempt])

  const view = opened?.path === path && opened.attempt === attempt ? opened.view : OPENING
  return { ...view, retry: () => setAttempt((times) => times + 1) }
}
