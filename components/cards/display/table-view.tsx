"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import { ArrowDown, ArrowUp } from "lucide-react"
import { useMemo, useRef, useState } from "react"
import { isNumeric } from "#components/datasets/format-cell.ts"
import { classNames } from "#components/ui/class-names.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { TableDisplay } from "#lib/domain/display.ts"
import { columnWidthsPx } from "./column-widths.ts"
import { formatTableCell } from "./format-table-cell.ts"
import { sortedOrder, type Sorting } from "./sort-rows.ts"

const ROW_PX = 28
const OVERSCAN_ROWS = 12

/** A card's table: typed cells, sorted by a click on the header, only the rows in view in the document. */
export function TableView({ table, title }: { table: TableDisplay; title: string }) {
  const locale = useLocale()
  const scrollRef = useRef<HTMLDivElement>(null)
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const { columns, rows, totalRows } = table
  const types = useMemo(() => columns.map(({ type }) => type), [columns])
  const order = useMemo(() => sortedOrder(rows, types, sorting), [rows, types, sorting])
  const widths = useMemo(() => columnWidthsPx(table, locale), [table, locale])
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    // Before the first measurement, and on the server, a screenful.
    initialRect: { width: 600, height: 480 },
  })
  const visible = virtualizer.getVirtualItems()
  const above = visible[0]?.start ?? 0
  const below = virtualizer.getTotalSize() - (visible.at(-1)?.end ?? 0)

  const sortBy = (column: number) =>
    setSorting((before) => {
      if (before?.column !== column) return { column, descending: false }
      return before.descending ? null : { column, descending: true }
    })

  return (
    <div className="flex size-full min-h-0 flex-col">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <section ref={scrollRef} aria-label={title} tabIndex={0} className="relative min-h-0 flex-1 overflow-auto">
        <table
          aria-rowcount={rows.length + 1}
          className="w-full table-fixed border-separate border-spacing-0 text-12"
          style={{ minWidth: widths.reduce((sum, width) => sum + width, 0) }}
        >
          <colgroup>
            {widths.map((width, index) => (
              <col key={columns[index]?.name} style={{ width }} />
            ))}
          </colgroup>
          <thead className="sticky top-0 z-10">
            <tr aria-rowindex={1}>
              {columns.map((column, index) => {
                const direction =
                  sorting?.column === index ? (sorting.descending ? "descending" : "ascending") : undefined
                return (
                  <th
                    key={column.name}
                    scope="col"
                    aria-sort={direction ?? "none"}
                    className="border-b border-line-strong bg-surface-raised p-0 font-medium text-muted"
                  >
                    <button
                      type="button"
                      title={column.name}
                      onClick={() => sortBy(index)}
                      className={classNames(
                        "flex h-7 w-full items-center gap-1 px-2 hover:text-ink focus-visible:outline-offset-[-2px]",
                        isNumeric(column.type) && "flex-row-reverse",
                      )}
                    >
                      <span className="truncate">{column.name}</span>
                      {direction === "ascending" && <ArrowUp aria-hidden className="size-3 shrink-0" />}
                      {direction === "descending" && <ArrowDown aria-hidden className="size-3 shrink-0" />}
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <Gap heightPx={above} />}
            {visible.map(({ index }) => {
              const row = rows[order[index] ?? 0] ?? []
              return (
                <tr key={index} aria-rowindex={index + 2} style={{ height: ROW_PX }} className="hover:bg-surface-hover">
                  {columns.map((column, place) => {
                    const value = row[place] ?? null
                    const text = formatTableCell(value, column.type, locale)
                    return (
                      <td
                        key={column.name}
                        title={typeof value === "number" || (text?.length ?? 0) > 20 ? String(value) : undefined}
                        className={classNames(
                          "truncate border-b px-2",
                          isNumeric(column.type) && "text-right tabular",
                          text === null && "text-faint",
                        )}
                      >
                        {text ?? "–"}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
            {below > 0 && <Gap heightPx={below} />}
          </tbody>
        </table>
        {rows.length === 0 && <p className="p-4 text-center text-12 text-muted">No rows</p>}
      </section>
      {rows.length < totalRows && (
        <p className="border-t px-2 py-1 text-11 text-muted tabular">
          The first {rows.length.toLocaleString(locale)} of {totalRows.toLocaleString(locale)} rows
        </p>
      )}
    </div>
  )
}

/** Stands in for the rows out of view. */
function Gap({ heightPx }: { heightPx: number }) {
  return <tr aria-hidden style={{ height: heightPx }} />
}
