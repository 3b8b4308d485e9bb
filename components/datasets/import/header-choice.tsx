"use client"

import { useId } from "react"
import { classNames } from "#components/ui/class-names.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"

type HeaderChoiceProps = { inspection: Inspection; onChange: (change: Partial<ImportOptions>) => void }

/** The file's first lines as they are: the one that is chosen holds the names, or the first row where there are none. */
export function HeaderChoice({ inspection: { lines, dialect }, onChange }: HeaderChoiceProps) {
  const name = useId()
  if (dialect === null) return null
  return (
    <fieldset className="min-w-0 overflow-hidden rounded-panel border">
      <legend className="sr-only">
        {dialect.header ? "The line with the names of the columns" : "The line with the first row"}
      </legend>
      <p aria-hidden className="border-b bg-surface-sunken px-3 py-2 text-12 text-muted">
        {dialect.header
          ? "Choose the line that holds the names of the columns. The lines above it are left out."
          : "Choose the line the rows begin at. The lines above it are left out."}
      </p>
      <ol className="max-h-[50vh] overflow-auto font-mono text-12">
        {lines.map((line, index) => {
          const isChosen = index === dialect.skipLines
          return (
            // Lines have no identity but their place.
            <li key={index}>
              <label
                className={classNames(
                  "flex min-h-7 cursor-pointer items-center gap-3 px-3 hover:bg-surface-hover pointer-coarse:min-h-11",
                  isChosen && "bg-accent-soft text-accent-text",
                  index < dialect.skipLines && "text-faint line-through",
                )}
              >
                <input
                  type="radio"
                  name={name}
                  checked={isChosen}
                  onChange={() => onChange({ header: dialect.header, skipLines: index })}
                />
                <span className="w-6 shrink-0 text-right text-faint tabular">{index + 1}</span>
                <span className="whitespace-pre">{line === "" ? "(blank)" : line.slice(0, 500)}</span>
              </label>
            </li>
          )
        })}
      </ol>
    </fieldset>
  )
}
