"use client"

import { LocalTime } from "#components/datasets/local-time.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { AnswerCheck, Citation } from "#lib/domain/chat.ts"
import { resultTitle, type CitableResults } from "./citable-results.ts"

type AnswerSourcesProps = { check: AnswerCheck; results: CitableResults; onOpen: (citation: Citation) => void }

/** What an answer's figures rest on, and how many rest on nothing. */
export function AnswerSources({ check, results, onOpen }: AnswerSourcesProps) {
  const locale = useLocale()
  const { citations, figures, asOf } = check
  const unverified = figures.filter(({ citationId }) => citationId === null).length
  if (citations.length === 0 && unverified === 0) return null
  return (
    <footer className="flex flex-col gap-1 text-12">
      {unverified > 0 && (
        <p className="text-warning">
          {unverified === 1
            ? "One number stands in no result: nothing here vouches for it."
            : `${unverified.toLocaleString(locale)} numbers stand in no result: nothing here vouches for them.`}
        </p>
      )}
      {citations.length > 0 && (
        <ol aria-label="Sources" className="flex flex-col">
          {citations.map((citation) => {
            const result = results.get(citation.queryId)
            return (
              <li key={citation.id}>
                <button
                  type="button"
                  onClick={() => onOpen(citation)}
                  className="touch-target flex w-full min-w-0 items-baseline gap-1.5 rounded-control px-1 py-0.5 text-left text-muted hover:bg-surface-hover hover:text-ink"
                >
                  <span className="shrink-0 text-11 font-medium text-accent-text tabular">{citation.id}</span>
                  <span className="truncate">{result ? resultTitle(result) : "An earlier query"}</span>
                  {result && (
                    <span className="ml-auto shrink-0 text-11 tabular">
                      {result.rowCount.toLocaleString(locale)} {result.rowCount === 1 ? "row" : "rows"}
                    </span>
                  )}
                </button>
              </li>
            )
          })}
        </ol>
      )}
      {asOf !== null && (
        <p className="px-1 text-11 text-muted">
          Data as of <LocalTime iso={asOf} withTime />
        </p>
      )}
    </footer>
  )
}
