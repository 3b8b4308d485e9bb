import type { ReactNode } from "react"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Cell, Column } from "#lib/domain/column.ts"
import type { GridCell } from "./grid-keys.ts"

type GridStatusProps = {
  active: GridCell | null
  column: Column | undefined
  value: Cell | undefined
  rowCount: number
  children: ReactNode
}

/** Below a grid: how many rows there are, and the chosen cell in full, to the last digit. */
export function GridStatus({ active, column, value, rowCount, children }: GridStatusProps) {
  const locale = useLocale()
  return (
    <div className="flex min-h-7 flex-wrap items-start justify-between gap-x-4 border-t bg-surface-sunken px-3 py-1.5 text-12 text-muted">
      <p className="max-h-24 min-w-0 overflow-y-auto break-words whitespace-pre-wrap">
        {active && column ? (
          <>
            Row {(active.row + 1).toLocaleString(locale)}, {column.name}:{" "}
            <span className="text-ink">{value === undefined ? "…" : value === null ? "empty" : String(value)}</span>
          </>
        ) : (
          <span className="tabular">
            {rowCount.toLocaleString(locale)} {rowCount === 1 ? "row" : "rows"}
          </span>
        )}
      </p>
      {children}
    </div>
  )
}
