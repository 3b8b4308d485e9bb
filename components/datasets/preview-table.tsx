"use client"

import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Cell, Column } from "#lib/domain/column.ts"
import type { PreviewResponse } from "#lib/domain/job-contract.ts"
import { formatCell, isNumeric, typeWords } from "./format-cell.ts"

/** The first rows of a dataset, as they are. */
export function PreviewTable({ preview }: { preview: PreviewResponse }) {
  const locale = useLocale()
  const { columns, rows, totalRows } = preview
  return (
    <figure>
      <Table label="First rows" className="max-h-[60vh] rounded-panel border">
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableHeader key={column.name} numeric={isNumeric(column.type)} className="py-1.5">
                <span className="block text-ink">{column.name}</span>
                <span className="block text-11 font-normal">{typeWords(column.type)}</span>
              </TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            // Rows have no identity but their place.
            <TableRow key={index}>
              {columns.map((column, place) => (
                <PreviewCell key={column.name} column={column} value={row[place] ?? null} locale={locale} />
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <figcaption className="mt-2 text-12 text-muted tabular">
        {rows.length < totalRows
          ? `The first ${rows.length.toLocaleString(locale)} of ${totalRows.toLocaleString(locale)} rows`
          : `All ${totalRows.toLocaleString(locale)} rows`}
      </figcaption>
    </figure>
  )
}

function PreviewCell({ column, value, locale }: { column: Column; value: Cell; locale: string }) {
  const text = formatCell(value, column.type, locale)
  return (
    <TableCell
      numeric={isNumeric(column.type)}
      className="max-w-80 truncate whitespace-nowrap"
      title={text !== null && text.length > 40 ? text : undefined}
    >
      {text ?? <span className="text-faint">empty</span>}
    </TableCell>
  )
}
