"use client"

import { Copy, LayoutDashboard, MoreHorizontal, Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import type { CardDetail } from "#lib/domain/summaries.ts"

type CardMenuProps = { saved: CardDetail | null; onAddToDashboard: () => void; onDelete: () => void }

export function CardMenu({ saved, onAddToDashboard, onDelete }: CardMenuProps) {
  const router = useRouter()
  return (
    <DropdownMenu trigger={<IconButton label="More" icon={<MoreHorizontal aria-hidden />} variant="secondary" />}>
      <MenuItem icon={<LayoutDashboard aria-hidden />} onSelect={onAddToDashboard}>
        Add to a dashboard…
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
  )
}
