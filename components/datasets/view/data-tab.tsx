"use client"

import { useCallback, useMemo, useRef } from "react"
import { Button } from "#components/ui/button.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import type { ColumnCache } from "#lib/browser/column-cache.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { ParquetTable } from "#lib/browser/parquet-table.ts"
import { useParquetTable } from "#lib/browser/use-parquet-table.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Cell } from "#lib/domain/column.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { PreviewResponse } from "#lib/domain/job-contract.ts"
import { DataGrid, type GridView } from "../grid/data-grid.tsx"
import { COLUMN_HEADER_PX, ColumnHeader } from "./column-header.tsx"
import { groupOf, groupsBetween } from "./row-groups.ts"
import { usePreview, useProfile } from "./use-dataset-queries.ts"

type DataTabProps = {
  dataset: Pick<Dataset, "id" | "columnDescriptions">
  version: number
  /** The first rows, when the page came with them. */
  initial: PreviewResponse | null
}

/** While the view still moves, nothing is read. */
const SETTLE_MS = 60

/** All rows of a version. The first stand there at once; the others are read as they come into view. */
export function DataTab({ dataset, version, initial }: DataTabProps) {
  const preview = usePreview(dataset.id, version, initial)
  const parquet = useParquetTable(`/api/datasets/${dataset.id}/data.parquet?version=${version}`)
  const locale = useLocale()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const table = parquet.state === "ready" ? parquet.table : null
  const cache = parquet.state === "ready" ? parquet.cache : null
  const columns = preview.data?.columns ?? table?.columns
  const rows = preview.data?.rows

  const read = useCallback(
    (view: GridView) => {
      clearTimeout(timer.current)
      if (!table || !cache || !columns) return
      const names = columns.slice(view.firstColumn, view.endColumn).map(({ name }) => name)
      timer.current = setTimeout(() => {
        for (const group of groupsBetween(table.groups, view.firstRow, view.endRow)) cache.want(group, names)
      }, SETTLE_MS)
    },
    [table, cache, columns],
  )
  const sample = useMemo(() => rows ?? [], [rows])
  const { data: profile } = useProfile(dataset.id, version)
  const profiles = useMemo(() => new Map(profile?.columns.map((one) => [one.name, one])), [profile])

  if (!columns) {
    if (preview.isError && parquet.state === "failed")
      return (
        <ErrorState
          title="The rows can't be shown now"
          description={errorMessage(preview.error)}
          onRetry={() => (void preview.refetch(), parquet.retry())}
          className="rounded-panel border"
        />
      )
    return (
      <div className="rounded-panel border">
        <Pending>Reading the first rows…</Pending>
      </div>
    )
  }
  const known = rows?.length ?? 0
  const total = table?.rowCount ?? preview.data?.totalRows ?? 0
  const failure = parquet.state === "failed" ? parquet.error : cache?.failure()
  const hasFailed = failure !== null && failure !== undefined
  return (
    <DataGrid
      label="Rows"
      columns={columns}
      // Rows that can't be read would only be dots.
      rowCount={parquet.state === "failed" ? known : total}
      sample={sample}
      readCell={(row, column) => {
        const early = rows?.[row]
        if (early) return early[column] ?? null
        return table && cache ? cellOf(table, cache, row, columns[column]?.name ?? "") : undefined
      }}
      onView={read}
      headerPx={COLUMN_HEADER_PX}
      header={(column) => (
        <ColumnHeader
          column={column}
          profile={profiles.get(column.name)}
          rowCount={profile?.rowCount ?? 0}
          description={dataset.columnDescriptions[column.name]}
        />
      )}
      className="h-[min(72vh,56rem)]"
      status={
        hasFailed && (
          <p role="alert" className="flex flex-wrap items-center gap-2 text-ink">
            {parquet.state === "failed"
              ? `Only the first ${known.toLocaleString(locale)} of ${total.toLocaleString(locale)} rows can be shown: the table can't be read in this browser.`
              : "Some rows could not be read. Check your connection, then try again."}
            <Button size="small" onClick={parquet.retry}>
              Try again
            </Button>
          </p>
        )
      }
    />
  )
}

function cellOf(table: ParquetTable, cache: ColumnCache, row: number, name: string): Cell | undefined {
  const group = groupOf(table.groups, row)
  return cache.get(group, name)?.cell(row - (table.groups[group]?.firstRow ?? 0))
}
