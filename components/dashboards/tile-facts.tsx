"use client"

import { Filter as FilterIcon, TriangleAlert } from "lucide-react"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { Popover } from "#components/ui/popover.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Filter } from "#lib/domain/filter.ts"
import type { TileResult } from "#lib/domain/render-line.ts"
import { filterReach } from "./tile-view.ts"

type TileFactsProps = { result: TileResult; filters: readonly Filter[]; setIds: readonly string[] }

const CHIP =
  "touch-target inline-flex h-6 shrink-0 items-center gap-1 rounded-control px-1.5 text-11 text-muted tabular hover:bg-surface-hover hover:text-ink [&_svg]:size-3"

/** What a reader may want to know of a result before trusting it: filters that reached it, warnings, rows, age. */
export function TileFacts({ result, filters, setIds }: TileFactsProps) {
  const reach = filterReach(filters, setIds, result.filtersApplied)
  const locale = useLocale()
  const { warnings, asOf, ranAt, inputRows, filteredRows, stale, dataStale } = result
  return (
    <>
      {stale && <span className="shrink-0 text-11 text-muted">Earlier result</span>}
      {dataStale !== undefined && (
        <Popover
          label="Why the data are old"
          className="max-w-80"
          trigger={
            <button type="button" className={`${CHIP} text-warning`}>
              <TriangleAlert aria-hidden />
              Old data
            </button>
          }
        >
          <p className="text-12 break-words">{dataStale}</p>
          {asOf !== null && (
            <p className="mt-1 text-12 text-muted">
              As of <LocalTime iso={asOf} withTime />
            </p>
          )}
        </Popover>
      )}
      {warnings.length > 0 && (
        <Popover
          label="Warnings"
          className="max-w-80"
          trigger={
            <button type="button" className={`${CHIP} text-warning`} aria-label={`${warnings.length} warnings`}>
              <TriangleAlert aria-hidden />
              {warnings.length}
            </button>
          }
        >
          <ul className="flex flex-col gap-2 text-12 break-words">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Popover>
      )}
      {reach && (
        <Popover
          label="Filters that reached this card"
          align="end"
          className="max-w-72"
          trigger={
            <button type="button" className={CHIP}>
              <FilterIcon aria-hidden />
              {reach.words}
            </button>
          }
        >
          <dl className="flex flex-col gap-2 text-12 [&_dt]:text-muted">
            {reach.reached.length > 0 && (
              <div>
                <dt>Applied</dt>
                <dd>{reach.reached.join(", ")}</dd>
              </div>
            )}
            {reach.missed.length > 0 && (
              <div>
                <dt>Not applied: this card reads no such column, or leaves the filter out</dt>
                <dd>{reach.missed.join(", ")}</dd>
              </div>
            )}
            <div>
              <dt>Rows</dt>
              <dd className="tabular">
                {filteredRows.toLocaleString(locale)} of {inputRows.toLocaleString(locale)}
              </dd>
            </div>
            {asOf !== null && (
              <div>
                <dt>Data as of</dt>
                <dd>
                  <LocalTime iso={asOf} withTime />
                </dd>
              </div>
            )}
            {ranAt !== undefined && (
              <div>
                <dt>Run</dt>
                <dd>
                  <LocalTime iso={ranAt} withTime />
                </dd>
              </div>
            )}
          </dl>
        </Popover>
      )}
    </>
  )
}
