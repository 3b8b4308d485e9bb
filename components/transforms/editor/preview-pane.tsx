"use client"

import { useState } from "react"
import { TableView } from "#components/cards/display/table-view.tsx"
import { typeWords } from "#components/datasets/format-cell.ts"
import { CodeErrorView } from "#components/editor/code-error-view.tsx"
import { OutputFrame, Printed, Warnings } from "#components/editor/output-frame.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { TrialView } from "#lib/browser/use-trial.ts"
import type { TransformPreview } from "#lib/domain/job-contract.ts"
import { formatDuration } from "../runs/run-words.ts"

type PreviewPaneProps = {
  view: TrialView<TransformPreview>
  onRun: () => void
  onGoTo: (line: number) => void
}

/** What the code makes of the first rows of its inputs. Nothing of it is kept. */
export function PreviewPane({ view, onRun, onGoTo }: PreviewPaneProps) {
  return (
    <OutputFrame
      view={view}
      thing="transform"
      runLabel="Preview"
      invitation="A preview runs the code on the first rows of its inputs, and keeps nothing."
      onRun={onRun}
    >
      {(preview) => <Result preview={preview} onGoTo={onGoTo} />}
    </OutputFrame>
  )
}

type Part = "rows" | "columns"

function Result({ preview, onGoTo }: { preview: TransformPreview; onGoTo: (line: number) => void }) {
  const locale = useLocale()
  const [part, setPart] = useState<Part>("rows")
  const { columns, rows, rowCount, inputs, stdout, warnings, error, totalMs } = preview
  const count = (value: number, one: string) => `${value.toLocaleString(locale)} ${one}${value === 1 ? "" : "s"}`
  const isSample = inputs.some(({ sampledRows, totalRows }) => sampledRows < totalRows)
  return (
    <>
      {error && <CodeErrorView error={error} onGoTo={onGoTo} />}
      <Warnings warnings={warnings} />
      {!error && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-2 border-b px-4 py-1.5">
            <p className="text-12 tabular">
              <span className="font-medium">{count(rowCount, "row")}</span>, {count(columns.length, "column")}
              {isSample && <span className="text-muted"> of the sample</span>}
            </p>
            <SegmentedControl<Part>
              label="What of the result to show"
              value={part}
              onValueChange={setPart}
              options={[
                { value: "rows", label: "Rows" },
                { value: "columns", label: "Columns" },
              ]}
            />
          </div>
          <div className="min-h-0 flex-1 overflow-auto">
            {part === "rows" ? (
              <TableView table={{ columns, rows, totalRows: rowCount }} title="Preview of the result" />
            ) : (
              <ul aria-label="Columns of the result" className="divide-y">
                {columns.map(({ name, type }) => (
                  <li key={name} className="flex items-baseline justify-between gap-3 px-4 py-1">
                    <span className="min-w-0 truncate font-mono text-12">{name}</span>
                    <span className="shrink-0 text-12 text-muted">{typeWords(type)}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </>
      )}
      {error && <div className="flex-1" />}
      <Printed text={stdout} open={Boolean(error)} />
      <footer className="flex min-h-8 shrink-0 items-center gap-3 border-t px-4 py-1 text-12 text-muted tabular">
        <ul aria-label="What was read" className="flex min-w-0 flex-1 flex-wrap gap-x-3">
          {inputs.map(({ alias, sampledRows, totalRows }) => (
            <li key={alias}>
              {alias}:{" "}
              {sampledRows < totalRows
                ? `the first ${sampledRows.toLocaleString(locale)} of ${count(totalRows, "row")}`
                : `all ${count(totalRows, "row")}`}
            </li>
          ))}
        </ul>
        <span>{formatDuration(totalMs, locale)}</span>
      </footer>
    </>
  )
}
