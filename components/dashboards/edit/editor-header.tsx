"use client"

import { Filter, Plus, Type } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { Input } from "#components/ui/input.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { DashboardId } from "#lib/domain/ids.ts"
import type { DraftAction } from "./dashboard-draft.ts"

type EditorHeaderProps = {
  dashboardId: DashboardId
  name: string
  description: string
  filterCount: number
  saving: boolean
  hasUnsaved: boolean
  dispatch: (action: DraftAction) => void
  onAddCards: () => void
  onAddText: () => void
  onEditFilters: () => void
  onSave: () => void
}

/** Name, tools and the way out, in reach however long the dashboard is. */
export function EditorHeader(props: EditorHeaderProps) {
  const { dashboardId, name, description, filterCount, saving, hasUnsaved, dispatch } = props
  return (
    <header className="z-20 -mx-4 -mt-5 flex flex-col gap-3 border-b bg-surface px-4 py-3 md:sticky md:top-0 md:-mx-6 md:-mt-7 md:px-6">
      <h1 className="sr-only">Edit dashboard</h1>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="flex min-w-56 flex-1 flex-col gap-1">
          <Input
            aria-label="Name of the dashboard"
            maxLength={200}
            value={name}
            aria-invalid={name.trim() === "" || undefined}
            onChange={(event) => dispatch({ type: "named", name: event.target.value })}
            className="-mx-2 border-transparent px-2 text-16 font-semibold"
          />
          <Input
            aria-label="Description"
            placeholder="Description"
            maxLength={10_000}
            value={description}
            onChange={(event) => dispatch({ type: "described", description: event.target.value })}
            className="-mx-2 h-7 border-transparent px-2 text-muted"
          />
        </div>
        <div className="flex items-center gap-2">
          <LinkButton href={`/dashboards/${dashboardId}`} variant="quiet">
            {hasUnsaved ? "Cancel" : "Close"}
          </LinkButton>
          <Button
            variant="primary"
            pending={saving}
            disabled={!hasUnsaved || name.trim() === ""}
            onClick={props.onSave}
          >
            Save
          </Button>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={props.onAddCards}>
          <Plus aria-hidden />
          Add cards
        </Button>
        <Button size="small" onClick={props.onAddText}>
          <Type aria-hidden />
          Add text
        </Button>
        <Button size="small" onClick={props.onEditFilters}>
          <Filter aria-hidden />
          Filters
          {filterCount > 0 && <span className="text-muted tabular">{filterCount}</span>}
        </Button>
      </div>
    </header>
  )
}
