"use client"

import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { filterWords } from "#components/filters/filter-words.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Filter } from "#lib/domain/filter.ts"
import type { DatasetColumns } from "#lib/domain/summaries.ts"
import type { DraftAction } from "./dashboard-draft.ts"
import { FilterForm } from "./filter-form.tsx"

type FiltersDialogProps = {
  filters: readonly Filter[]
  datasets: readonly DatasetColumns[]
  dispatch: (action: DraftAction) => void
  onClose: () => void
}

type Editing = { kind: "list" } | { kind: "new" } | { kind: "edit"; filter: Filter }

/** A dashboard's filters: their order, and each one's own form. */
export function FiltersDialog({ filters, datasets, dispatch, onClose }: FiltersDialogProps) {
  const [editing, setEditing] = useState<Editing>({ kind: "list" })
  const locale = useLocale()
  const backToList = () => setEditing({ kind: "list" })
  if (editing.kind !== "list") {
    const filter = editing.kind === "edit" ? editing.filter : null
    return (
      <Dialog open onOpenChange={onClose} width="large" title={filter ? `Filter: ${filter.label}` : "New filter"}>
        <FilterForm
          filter={filter}
          others={filters}
          datasets={datasets}
          onCancel={backToList}
          onSave={(saved) => {
            dispatch({ type: "filterSaved", filter: saved })
            backToList()
          }}
        />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Filters"
      description="Each reaches every card whose dataset has its column."
      footer={
        <>
          <Button onClick={() => setEditing({ kind: "new" })}>
            <Plus aria-hidden />
            New filter
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {filters.length === 0 ? (
        <EmptyState
          className="py-6"
          title="No filters yet"
          description="With one, all cards show the same part of their data."
        />
      ) : (
        <ul className="rounded-panel border">
          {filters.map((filter, index) => (
            <li key={filter.id} className="flex items-center gap-1 border-b px-3 py-1.5 last:border-b-0">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{filter.label}</p>
                <p className="truncate text-12 text-muted">
                  {filter.column}
                  {filter.default !== undefined && `, starts with ${filterWords(filter, filter.default, locale)}`}
                </p>
              </div>
              <IconButton
                size="small"
                label={`Move ${filter.label} up`}
                icon={<ArrowUp aria-hidden />}
                disabled={index === 0}
                onClick={() => dispatch({ type: "filterMoved", filterId: filter.id, by: -1 })}
              />
              <IconButton
                size="small"
                label={`Move ${filter.label} down`}
                icon={<ArrowDown aria-hidden />}
                disabled={index === filters.length - 1}
                onClick={() => dispatch({ type: "filterMoved", filterId: filter.id, by: 1 })}
              />
              <IconButton
                size="small"
                label={`Edit ${filter.label}`}
                icon={<Pencil aria-hidden />}
                onClick={() => setEditing({ kind: "edit", filter })}
              />
              <IconButton
                size="small"
                label={`Remove ${filter.label}`}
                icon={<Trash2 aria-hidden />}
                onClick={() => dispatch({ type: "filterRemoved", filterId: filter.id })}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
