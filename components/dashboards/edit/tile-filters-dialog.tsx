"use client"

import { Checkbox } from "#components/ui/checkbox.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import type { Filter, FilterId } from "#lib/domain/filter.ts"

type TileFiltersDialogProps = {
  title: string
  filters: readonly Filter[]
  ignored: readonly FilterId[]
  onChange: (ignored: FilterId[]) => void
  onClose: () => void
}

/** Which of the page's filters this tile listens to. */
export function TileFiltersDialog({ title, filters, ignored, onChange, onClose }: TileFiltersDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="small"
      title={`Filters of ${title}`}
      description="A filter reaches the card if its dataset has the filter's column and it is ticked here."
    >
      <div className="flex flex-col gap-2">
        {filters.map((filter) => (
          <Checkbox
            key={filter.id}
            label={filter.label}
            hint={filter.column}
            checked={!ignored.includes(filter.id)}
            onCheckedChange={(listens) =>
              onChange(listens ? ignored.filter((id) => id !== filter.id) : [...ignored, filter.id])
            }
          />
        ))}
      </div>
    </Dialog>
  )
}
