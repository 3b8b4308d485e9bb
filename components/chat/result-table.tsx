"use client"

import { useEffect, useRef } from "react"
import { formatTableCell } from "#components/cards/display/format-table-cell.ts"
import { isNumeric } from "#components/datasets/format-cell.ts"
import { classNames } from "#components/ui/class-names.ts"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Figure } from "#lib/domain/chat.ts"
import type { CitableResult } from "#lib/domain/chat-tools.ts"

/** A result's rows, with the cell that a figure was found in marked and in view. */
export function ResultTable({ result, cell }: { result: CitableResult; cell?: Figure["cell"] }) {
  const locale = useLocale()
  const cited = useRef<HTMLTableCellElement>(null)
  useEffect(() => {
    // Newer browsers give a promise back, which is nothing for an effect to return.
    cited.current?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [])
  const { columns, rows, rowCount } = result
  const hidden = rowCount - rows.length
  return (
    <div className="overflow-hidden rounded-control border">
      <Table label="Result" className="max-h-72 text-12">
        <TableHead>
          <TableRow>
            {columns.map(({ name, type }, columnIndex) => (
              <TableHeader key={columnIndex} numeric={isNumeric(type)}>
                {name}
              </TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, rowIndex) => (
            <TableRow key={rowIndex}>
              {columns.map(({ type }, columnIndex) => {
                const isCited = cell?.row === rowIndex && cell.column === columnIndex
                return (
                  <TableCell
                    key={columnIndex}
                    ref={isCited ? cited : undefined}
                    numeric={isNumeric(type)}
                    className={classNames(
                      isCited && "bg-accent-soft font-medium outline-2 -outline-offset-2 outline-accent",
                    )}
                  >
                    {formatTableCell(row[columnIndex] ?? null, type, locale) ?? <span className="text-faint">–</span>}
                    {isCited && <span className="sr-only"> (the cited number)</span>}
                  </TableCell>
                )
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="border-t px-3 py-1 text-11 text-muted tabular">
        {rowCount.toLocaleString(locale)} {rowCount === 1 ? "row" : "rows"}
        {hidden > 0 && `, of which the first ${rows.length.toLocaleString(locale)} are here`}
        {hidden === 0 && result.truncated && ", long texts cut"}
      </p>
    </div>
  )
}
