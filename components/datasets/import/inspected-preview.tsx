"use client"

import { useCallback, useState } from "react"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { Spinner } from "#components/ui/spinner.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import { DataGrid } from "../grid/data-grid.tsx"
import { isNumeric, typeWords } from "../format-cell.ts"
import { ColumnTypeMenu } from "./column-type-menu.tsx"
import { HeaderChoice } from "./header-choice.tsx"
import { changeType } from "./import-options.ts"

type InspectedPreviewProps = {
  inspection: Inspection
  options: ImportOptions
  /** Whether it is being read anew: the old one stays in sight meanwhile. */
  isReading: boolean
  failedColumn: string | undefined
  onChange: (change: Partial<ImportOptions>) => void
}

type View = "values" | "texts" | "lines"
const HEADER_PX = 52
/** As many rows as an inspection of text shows, of however many it has seen. */
const MAX_SHOWN_ROWS = 100

/** The first rows as they would be, as they are written, or the file's lines. */
export function InspectedPreview({ inspection, options, isReading, failedColumn, onChange }: InspectedPreviewProps) {
  const locale = useLocale()
  const [view, setView] = useState<View>("values")
  const { columns, rows, texts, lines, format, complete } = inspection
  const isText = format === "csv"
  const isAll = complete && !(isText && rows.length >= MAX_SHOWN_ROWS)
  const readCell = useCallback(
    (row: number, column: number) => {
      const name = columns[column]?.name ?? ""
      // While a type is being tried, what it is judged by: the text.
      const asWritten = view === "texts" || (isReading && options.types?.[name] !== undefined)
      return (asWritten ? texts[row]?.[column] : rows[row]?.[column]) ?? null
    },
    [columns, rows, texts, view, isReading, options.types],
  )
  const gridColumns = view === "texts" ? columns.map(({ name }) => ({ name, type: "string" as const })) : columns
  return (
    <section aria-label="Preview" aria-busy={isReading} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl
          label="What the preview shows"
          value={view}
          onValueChange={setView}
          options={[
            { value: "values", label: "Values" },
            ...(isText ? [{ value: "texts" as const, label: "As written" }] : []),
            ...(lines.length > 0 ? [{ value: "lines" as const, label: "Lines of the file" }] : []),
          ]}
        />
        <p role="status" className="flex items-center gap-2 text-12 text-muted tabular">
          {isReading ? (
            <>
              <Spinner className="size-3.5" />
              Reading it again…
            </>
          ) : (
            `${columns.length.toLocaleString(locale)} ${columns.length === 1 ? "column" : "columns"}; ${
              isAll ? "" : "the first "
            }${rows.length.toLocaleString(locale)} ${rows.length === 1 ? "row" : "rows"}`
          )}
        </p>
      </div>
      <div className={classNames("transition-opacity duration-(--duration-calm)", isReading && "opacity-50")}>
        {view === "lines" ? (
          <HeaderChoice inspection={inspection} onChange={onChange} />
        ) : (
          <DataGrid
            label="The first rows"
            columns={gridColumns}
            rowCount={rows.length}
            sample={rows}
            readCell={readCell}
            headerPx={HEADER_PX}
            className="h-[min(56vh,34rem)]"
            header={(_, index) => {
              const column = columns[index]
              if (!column) return null
              return isText ? (
                <ColumnTypeMenu
                  column={column}
                  chosen={options.types?.[column.name]}
                  hasFailed={failedColumn === column.name}
                  onChange={(type) => onChange(changeType(options, column.name, type))}
                />
              ) : (
                <div
                  className={classNames(
                    "flex h-full flex-col justify-center px-3",
                    isNumeric(column.type) && "text-right",
                  )}
                >
                  <span className="truncate text-12 font-medium" title={column.name}>
                    {column.name}
                  </span>
                  <span className="text-11 text-muted">{typeWords(column.type)}</span>
                </div>
              )
            }}
          />
        )}
      </div>
      {!complete && isText && (
        <p className="text-12 text-muted">
          Types are those of the part that was read for this preview; the import looks at every value and says what
          differs.
        </p>
      )}
    </section>
  )
}
