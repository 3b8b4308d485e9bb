"use client"

import { Copy, LayoutDashboard, MoreHorizontal, Share2, Trash2, Workflow } from "lucide-react"
import { useRouter } from "next/navigation"
import { useState } from "react"
import { LineageDialog } from "#components/lineage/lineage-dialog.tsx"
import { ShareDialog } from "#components/sharing/share-dialog.tsx"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import type { CardDetail } from "#lib/domain/summaries.ts"

type CardMenuProps = { saved: CardDetail | null; onAddToDashboard: () => void; onDelete: () => void }

export function CardMenu({ saved, onAddToDashboard, onDelete }: CardMenuProps) {
  const router = useRouter()
  const [isSharing, setIsSharing] = useState(false)
  const [isTracing, setIsTracing] = useState(false)
  return (
    <>
      <DropdownMenu trigger={<IconButton label="More" icon={<MoreHorizontal aria-hidden />} variant="secondary" />}>
        <MenuItem icon={<LayoutDashboard aria-hidden />} onSelect={onAddToDashboard}>
          Add to a dashboard…
        </MenuItem>
        <MenuItem
          icon={<Share2 aria-hidden />}
          disabled={saved === null || !saved.canEdit}
          onSelect={() => setIsSharing(true)}
        >
          Share…
        </MenuItem>
        <MenuItem icon={<Workflow aria-hidden />} disabled={saved === null} onSelect={() => setIsTracing(true)}>
          Lineage…
        </MenuItem>
        <MenuItem
          icon={<Copy aria-hidden />}
          disabled={saved === null}
          onSelect={() => router.push(`/cards/new?from=${saved?.id}`)}
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
          Delete
        </MenuItem>
      </DropdownMenu>
      {isTracing && saved && (
        <LineageDialog thing={{ kind: "card", id: saved.id, name: saved.name }} onClose={() => setIsTracing(false)} />
      )}
      {isSharing && saved && (
        <ShareDialog thing={{ kind: "card", id: saved.id, name: saved.name }} onClose={() => setIsSharing(false)} />
      )}
    </>
  )
}
