"use client"

import { useVirtualizer } from "@tanstack/react-virtual"
import { useEffect, useId, useMemo, useState, type KeyboardEvent, type ReactNode } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Cell, Column } from "#lib/domain/column.ts"
import { formatCell, isNumeric } from "../format-cell.ts"
import { cellAfterKey, type GridCell } from "./grid-keys.ts"
import { GridStatus } from "./grid-status.tsx"
import { gridWidthsPx } from "./grid-widths.ts"
import { useGridScroll } from "./use-grid-scroll.ts"

const ROW_PX = 28
const DIGIT_PX = 7.5
const AROUND_ROWS_PX = 84

export type GridView = { firstRow: number; endRow: number; firstColumn: number; endColumn: number }

type DataGridProps = {
  label: string
  columns: readonly Column[]
  rowCount: number
  /** Undefined while the cell is still to come. */
  readCell: (row: number, column: number) => Cell | undefined
  /** The first rows, for the widths of columns. */
  sample: readonly (readonly Cell[])[]
  header: (column: Column, index: number) => ReactNode
  headerPx: number
  /** Told whenever other rows or columns come into view. */
  onView?: (view: GridView) => void
  /** At the right of the line below. */
  status?: ReactNode
  className?: string
}

/** Typed cells of any number of rows and columns, of which only those in view are in the document. */
export function DataGrid(props: DataGridProps) {
  const { label, columns, rowCount, readCell, sample, header, headerPx, onView, status, className } = props
  const locale = useLocale()
  const gridId = useId()
  const [active, setActive] = useState<GridCell | null>(null)
  const widths = useMemo(() => gridWidthsPx(columns, sample, locale), [columns, sample, locale])
  const gutterPx = Math.round(rowCount.toLocaleString(locale).length * DIGIT_PX + 22)
  const { box, firstRow, endRow, rowsInView, heightPx, rowTopPx, reveal } = useGridScroll({
    rows: rowCount,
    rowPx: ROW_PX,
    headerPx,
  })
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtualColumns = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => widths[index] ?? 0,
    paddingStart: gutterPx,
    scrollPaddingStart: gutterPx,
    overscan: 2,
    initialRect: { width: 1100, height: 480 },
  })
  useEffect(() => virtualColumns.measure(), [virtualColumns, widths, gutterPx])
  const shown = virtualColumns.getVirtualItems()
  const firstColumn = shown[0]?.index ?? 0
  const endColumn = (shown.at(-1)?.index ?? -1) + 1
  useEffect(
    () => onView?.({ firstRow, endRow, firstColumn, endColumn }),
    [onView, firstRow, endRow, firstColumn, endColumn],
  )

  const goTo = (cell: GridCell) => {
    setActive(cell)
    reveal(cell.row)
    virtualColumns.scrollToIndex(cell.column, { align: "auto" })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of what stands in a header are its own.
    if (event.target !== box.current || rowCount === 0 || columns.length === 0) return
    if ((event.ctrlKey || event.metaKey) && event.key === "c" && active && !getSelection()?.toString()) {
      void navigator.clipboard?.writeText(String(readCell(active.row, active.column) ?? ""))
      return
    }
    const size = { rows: rowCount, columns: columns.length, rowsInView }
    const next = cellAfterKey(active ?? { row: -1, column: 0 }, event, size)
    if (next === null) return
    event.preventDefault()
    goTo(next)
  }
  const cellId = (row: number, column: number) => `${gridId}-${row}-${column}`
  const activeInView =
    active !== null &&
    active.row >= firstRow &&
    active.row < endRow &&
    active.column >= firstColumn &&
    active.column < endColumn

  return (
    <div
      className={classNames("flex min-h-0 flex-col overflow-hidden rounded-panel border", className)}
      // No higher than its rows, the line below, a scrollbar and the borders.
      style={{ maxHeight: headerPx + heightPx + AROUND_ROWS_PX }}
    >
      <div
        ref={box}
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length + 1}
        aria-readonly
        aria-activedescendant={activeInView ? cellId(active.row, active.column) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="relative min-h-0 flex-1 overflow-auto overscroll-x-contain focus-visible:outline-offset-[-2px]"
      >
        <div role="presentation" style={{ width: virtualColumns.getTotalSize(), height: headerPx + heightPx }}>
          <div
            role="row"
            aria-rowindex={1}
            className="sticky top-0 z-20 border-b border-line-strong bg-surface"
            style={{ height: headerPx }}
          >
            <div
              role="columnheader"
              aria-colindex={1}
              className="sticky left-0 z-10 flex h-full items-end border-r bg-surface px-2 pb-1.5 text-11 text-faint"
              style={{ width: gutterPx }}
            >
              <span className="sr-only">Row</span>
            </div>
            {shown.map(({ index, start, size }) => {
              const column = columns[index]
              return (
                column && (
                  <div
                    key={column.name}
                    role="columnheader"
                    aria-colindex={index + 2}
                    className="absolute top-0 h-full overflow-hidden"
                    style={{ left: start, width: size }}
                  >
                    {header(column, index)}
                  </div>
                )
              )
            })}
          </div>
          <div role="rowgroup" className="relative">
            {Array.from({ length: Math.max(0, endRow - firstRow) }, (_, place) => firstRow + place).map((row) => (
              <div
                key={row}
                role="row"
                aria-rowindex={row + 2}
                className="group/row absolute inset-x-0 top-0 hover:bg-surface-hover"
                style={{ height: ROW_PX, transform: `translateY(${rowTopPx(row)}px)` }}
              >
                <div
                  role="rowheader"
                  aria-colindex={1}
                  className="sticky left-0 z-10 flex h-full items-center justify-end border-r border-b bg-surface px-2 text-11 text-faint tabular"
                  style={{ width: gutterPx }}
                >
                  {(row + 1).toLocaleString(locale)}
                </div>
                {shown.map(({ index, start, size }) => {
                  const column = columns[index]
                  if (!column) return null
                  const value = readCell(row, index)
                  const isActive = active?.row === row && active.column === index
                  return (
                    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the grid keeps the focus and names its active cell
                    <div
                      key={column.name}
                      id={cellId(row, index)}
                      role="gridcell"
                      aria-colindex={index + 2}
                      aria-selected={isActive}
                      aria-busy={value === undefined || undefined}
                      onMouseDown={() => setActive({ row, column: index })}
                      className={classNames(
                        "absolute top-0 truncate border-b px-3 text-13 leading-[27px] whitespace-pre",
                        isNumeric(column.type) && "text-right tabular",
                        isActive && "z-1 rounded-[2px] outline-2 -outline-offset-2 outline-focus",
                      )}
                      style={{ left: start, width: size, height: ROW_PX }}
                    >
                      <CellText value={value} type={column.type} locale={locale} />
                    </div>
                  )
                })}
              </div>
            ))}
          </div>
        </div>
      </div>
      <GridStatus
        active={active}
        column={active ? columns[active.column] : undefined}
        value={active ? readCell(active.row, active.column) : undefined}
        rowCount={rowCount}
      >
        {status}
      </GridStatus>
    </div>
  )
}

function CellText({ value, type, locale }: { value: Cell | undefined; type: Column["type"]; locale: string }) {
  if (value === undefined) return <span className="text-faint">…</span>
  if (value === "") return <span className="sr-only">empty text</span>
  const text = formatCell(value, type, locale)
  // Hundreds of characters beyond what a cell can show only cost time.
  return text === null ? <span className="text-faint">empty</span> : firstLine(text)
}

const SHOWN_CHARACTERS = 200
function firstLine(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  return shown.replaceAll(/\r\n|[\r\n]/g, " ⏎ ")
}
