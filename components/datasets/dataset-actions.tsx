"use client"

import { Download, FilePlus2, FileUp, MoreHorizontal, Pencil, Share2, Trash2, Workflow } from "lucide-react"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { AskButton } from "#components/chat/ask-button.tsx"
import { ShareDialog } from "#components/sharing/share-dialog.tsx"
import { DropdownMenu, MenuDownload, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { Dataset } from "#lib/domain/dataset.ts"
import { DeleteDatasetDialog } from "./delete-dataset-dialog.tsx"
import { ImportAgain } from "./import/import-again.tsx"
import { RenameDatasetDialog } from "./rename-dataset-dialog.tsx"

type DatasetActionsProps = {
  dataset: Dataset
  canEdit: boolean
  /** Whether a transform makes it: then nothing else is imported into it. */
  isMade: boolean
  /** A past version that is being looked at: what is exported is what is seen. */
  version?: number | undefined
}

export function DatasetActions({ dataset, canEdit, isMade, version }: DatasetActionsProps) {
  const ofVersion = version === undefined ? "" : `?version=${version}`
  const router = useRouter()
  const [open, setOpen] = useState<"rename" | "delete" | "share" | null>(null)
  const close = (isOpen: boolean) => setOpen((current) => (isOpen ? current : null))
  return (
    <>
      {dataset.dataVersion && <AskButton />}
      {dataset.dataVersion && (
        <LinkButton href={`/cards/new?dataset=${dataset.id}`} variant="primary">
          <FilePlus2 aria-hidden />
          New card
        </LinkButton>
      )}
      {canEdit && dataset.source.type === "s3" && dataset.dataVersion && (
        <ImportAgain datasetId={dataset.id} disabled={dataset.status === "importing"} />
      )}
      {dataset.dataVersion && (
        <DropdownMenu trigger={<IconButton label="Export" icon={<Download aria-hidden />} variant="secondary" />}>
          <MenuDownload href={`/api/datasets/${dataset.id}/export.csv${ofVersion}`}>As CSV</MenuDownload>
          <MenuDownload
            href={`/api/datasets/${dataset.id}/data.parquet${ofVersion}`}
            filename={`${dataset.name}.parquet`}
          >
            As Parquet
          </MenuDownload>
        </DropdownMenu>
      )}
      {canEdit && (
        <DropdownMenu trigger={<IconButton label="More" icon={<MoreHorizontal aria-hidden />} variant="secondary" />}>
          {dataset.dataVersion && (
            <MenuItem
              icon={<Workflow aria-hidden />}
              onSelect={() => router.push(`/transforms/new?dataset=${dataset.id}`)}
            >
              New transform of this dataset
            </MenuItem>
          )}
          <MenuItem icon={<Share2 aria-hidden />} onSelect={() => setOpen("share")}>
            Share…
          </MenuItem>
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setOpen("rename")}>
            Rename…
          </MenuItem>
          {!isMade && (
            <MenuItem
              icon={<FileUp aria-hidden />}
              disabled={dataset.status === "importing"}
              onSelect={() => router.push(`/datasets/${dataset.id}/import`)}
            >
              Import new data…
            </MenuItem>
          )}
          <MenuSeparator />
          <MenuItem icon={<Trash2 aria-hidden />} destructive onSelect={() => setOpen("delete")}>
            Delete…
          </MenuItem>
        </DropdownMenu>
      )}
      {open === "share" && (
        <ShareDialog thing={{ kind: "dataset", id: dataset.id, name: dataset.name }} onClose={() => setOpen(null)} />
      )}
      <RenameDatasetDialog dataset={dataset} open={open === "rename"} onOpenChange={close} />
      <DeleteDatasetDialog dataset={dataset} open={open === "delete"} onOpenChange={close} />
    </>
  )
}
