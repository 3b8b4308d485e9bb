"use client"

import { FilePlus2, MoreHorizontal, Pencil, RefreshCw, Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { Dataset } from "#lib/domain/dataset.ts"
import { DeleteDatasetDialog } from "./delete-dataset-dialog.tsx"
import { RenameDatasetDialog } from "./rename-dataset-dialog.tsx"

export function DatasetActions({ dataset, canEdit }: { dataset: Dataset; canEdit: boolean }) {
  const router = useRouter()
  const [open, setOpen] = useState<"rename" | "delete" | null>(null)
  const close = (isOpen: boolean) => setOpen((current) => (isOpen ? current : null))
  return (
    <>
      {dataset.dataVersion && (
        <LinkButton href={`/cards/new?dataset=${dataset.id}`} variant="primary">
          <FilePlus2 aria-hidden />
          New card from this dataset
        </LinkButton>
      )}
      {canEdit && (
        <DropdownMenu trigger={<IconButton label="More" icon={<MoreHorizontal aria-hidden />} variant="secondary" />}>
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setOpen("rename")}>
            Rename…
          </MenuItem>
          <MenuItem
            icon={<RefreshCw aria-hidden />}
            disabled={dataset.status === "importing"}
            onSelect={() => router.push(`/datasets/${dataset.id}/import`)}
          >
            Replace the data…
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} destructive onSelect={() => setOpen("delete")}>
            Delete…
          </MenuItem>
        </DropdownMenu>
      )}
      <RenameDatasetDialog dataset={dataset} open={open === "rename"} onOpenChange={close} />
      <DeleteDatasetDialog dataset={dataset} open={open === "delete"} onOpenChange={close} />
    </>
  )
}
