"use client"

import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  Ellipsis,
  Filter,
  Maximize,
  Minimize,
  Pencil,
  Trash2,
  Type,
} from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "#components/ui/button.tsx"
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import type { Step } from "../layout.ts"

/** The keys of a focused tile, and the menu's items for those who use neither keys nor dragging. */
const STEPS: readonly { label: string; shortcut: string; key: string; shift: boolean; step: Step; icon: ReactNode }[] =
  [
    { label: "Move left", shortcut: "Alt ←", key: "ArrowLeft", shift: false, step: { dx: -1 }, icon: <ArrowLeft /> },
    { label: "Move right", shortcut: "Alt →", key: "ArrowRight", shift: false, step: { dx: 1 }, icon: <ArrowRight /> },
    { label: "Move up", shortcut: "Alt ↑", key: "ArrowUp", shift: false, step: { dy: -1 }, icon: <ArrowUp /> },
    { label: "Move down", shortcut: "Alt ↓", key: "ArrowDown", shift: false, step: { dy: 1 }, icon: <ArrowDown /> },
    { label: "Narrower", shortcut: "Alt ⇧ ←", key: "ArrowLeft", shift: true, step: { dw: -1 }, icon: <Minimize /> },
    { label: "Wider", shortcut: "Alt ⇧ →", key: "ArrowRight", shift: true, step: { dw: 1 }, icon: <Maximize /> },
    { label: "Shorter", shortcut: "Alt ⇧ ↑", key: "ArrowUp", shift: true, step: { dh: -1 }, icon: <Minimize /> },
    { label: "Taller", shortcut: "Alt ⇧ ↓", key: "ArrowDown", shift: true, step: { dh: 1 }, icon: <Maximize /> },
  ]

/** The step that a key press on a tile means; null for any other key. */
export function stepOfKey(event: { key: string; altKey: boolean; shiftKey: boolean }): Step | null {
  if (!event.altKey) return null
  return STEPS.find(({ key, shift }) => key === event.key && shift === event.shiftKey)?.step ?? null
}

type TileEditMenuProps = {
  title: string
  editHref: string | null
  hasFilters: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
  onStep: (step: Step) => void
  onRename: () => void
  onChooseFilters: () => void
  onRemove: () => void
}

export function TileEditMenu(props: TileEditMenuProps) {
  const { title, editHref, hasFilters, open, onOpenChange, onStep, onRename, onChooseFilters, onRemove } = props
  return (
    <DropdownMenu
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button variant="quiet" size="small" aria-label={`Menu of ${title}`} className="-mr-1.5 w-7 px-0">
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem icon={<Type />} onSelect={onRename}>
        Rename tile…
      </MenuItem>
      {hasFilters && (
        <MenuItem icon={<Filter />} onSelect={onChooseFilters}>
          Choose filters…
        </MenuItem>
      )}
      {editHref !== null && (
        <MenuLink icon={<Pencil />} href={editHref}>
          Edit card
        </MenuLink>
      )}
      <MenuSeparator />
      {STEPS.map(({ label, shortcut, step, icon }) => (
        <MenuItem
          key={label}
          icon={icon}
          shortcut={shortcut}
          onSelect={(event) => {
            // Stays open: one rarely moves by a single column.
            event.preventDefault()
            onStep(step)
          }}
        >
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} destructive shortcut="Del" onSelect={onRemove}>
        Remove from dashboard
      </MenuItem>
    </DropdownMenu>
  )
}
