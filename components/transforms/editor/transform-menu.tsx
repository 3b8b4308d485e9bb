"use client"

import { Copy, FilePlus2, MoreHorizontal, Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"

type TransformMenuProps = { saved: TransformDetail | null; outputId: DatasetId | null; onDelete: () => void }

export function TransformMenu({ saved, outputId, onDelete }: TransformMenuProps) {
  const router = useRouter()
  return (
    <DropdownMenu trigger={<IconButton label="More" icon={<MoreHorizontal aria-hidden />} variant="secondary" />}>
      <MenuItem
        icon={<FilePlus2 aria-hidden />}
        disabled={outputId === null}
        onSelect={() => router.push(`/cards/new?dataset=${outputId}`)}
      >
        New card from what it makes
      </MenuItem>
      <MenuItem
        icon={<Copy aria-hidden />}
        disabled={saved === null}
        onSelect={() => router.push(`/transforms/new?from=${saved?.id}`)}
      >
        Duplicate
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 aria-hidden />}
        destructive
        disabled={saved === null || !saved.canEdit}
        onSelect={onDelete}
      >
        Delete…
      </MenuItem>
    </DropdownMenu>
  )
}
