"use client"

import { Dialog } from "#components/ui/dialog.tsx"
import { LineagePanel } from "./lineage-panel.tsx"
import type { LineageThing } from "./use-lineage.ts"

type LineageDialogProps = { thing: LineageThing & { name: string }; onClose: () => void }

/** Lineage where there is no room of its own for it. */
export function LineageDialog({ thing, onClose }: LineageDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="large"
      title={`Lineage of “${thing.name}”`}
      description="Where its data come from, what depends on it, and how fresh each is."
      className="@container"
    >
      <LineagePanel thing={thing} />
    </Dialog>
  )
}
