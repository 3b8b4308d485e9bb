"use client"

import { RotateCcw } from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "#components/ui/button.tsx"
import type { FilterState } from "#lib/browser/use-filter-state.ts"
import type { Filter } from "#lib/domain/filter.ts"
import { FilterChip } from "./filter-chip.tsx"

type FilterBarProps = {
  /** Of the API, up to `/filters`. */
  path: string
  /** What asking for values takes besides. */
  headers?: Record<string, string>
  filters: readonly Filter[]
  state: FilterState
  /** Default: the filters' own defaults. */
  onReset?: () => void
  /** The menu of kept states, at the end. */
  views?: ReactNode
}

/** A dashboard's filters, in a row. */
export function FilterBar({ path, headers, filters, state, onReset = state.reset, views }: FilterBarProps) {
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {filters.map((filter) => (
        <FilterChip
          key={filter.id}
          filter={filter}
          source={{ path: `${path}/filters/${filter.id}/values`, ...(headers && { headers }) }}
          value={state.valueOf(filter)}
          onChange={(value) => state.set(filter, value)}
        />
      ))}
      {state.isChanged && (
        <Button variant="quiet" onClick={onReset}>
          <RotateCcw aria-hidden />
          Reset
        </Button>
      )}
      {views !== undefined && <div className="ml-auto">{views}</div>}
    </div>
  )
}
