"use client"

import { Download, Ellipsis, Image, Maximize2, Pencil, RotateCw, Table2, Terminal } from "lucide-react"
import { displayKindOf, isPicture } from "#components/cards/display/display-kind.ts"
import { DropdownMenu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { Button } from "#components/ui/button.tsx"
import { LocalTime } from "#components/datasets/local-time.tsx"
import type { TileResult } from "#lib/domain/render-line.ts"

export type TileDialog = "fullScreen" | "data" | "output"

type TileMenuProps = {
  title: string
  result: TileResult | null
  editHref: string | null
  open: boolean
  onOpenChange: (open: boolean) => void
  onDialog: (dialog: TileDialog) => void
  onDownloadCsv: () => void
  onDownloadPng: () => void
  /** Absent for those who can't have it run. */
  onRerun?: () => void
  canExport?: boolean
}

/** What can be done with one card on a dashboard. */
export function TileMenu(props: TileMenuProps) {
  const { title, result, editHref, open, onOpenChange, onDialog, onRerun, canExport = true } = props
  const display = result?.display
  const hasTable = display?.["application/vnd.dataresource+json"] !== undefined
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
      {display && (
        <MenuItem icon={<Maximize2 />} onSelect={() => onDialog("fullScreen")}>
          Full screen
        </MenuItem>
      )}
      {hasTable && (
        <MenuItem icon={<Table2 />} onSelect={() => onDialog("data")}>
          View data
        </MenuItem>
      )}
      {result && result.stdout !== "" && (
        <MenuItem icon={<Terminal />} onSelect={() => onDialog("output")}>
          View output
        </MenuItem>
      )}
      {hasTable && canExport && (
        <MenuItem icon={<Download />} onSelect={props.onDownloadCsv}>
          Download CSV
        </MenuItem>
      )}
      {display && canExport && isPicture(displayKindOf(display)) && (
        <MenuItem icon={<Image />} onSelect={props.onDownloadPng}>
          Download PNG
        </MenuItem>
      )}
      {result && onRerun && <MenuSeparator />}
      {onRerun && (
        <MenuItem icon={<RotateCw />} onSelect={onRerun}>
          Run again
        </MenuItem>
      )}
      {editHref !== null && (
        <MenuLink icon={<Pencil />} href={editHref}>
          Edit card
        </MenuLink>
      )}
      {(result?.asOf || result?.ranAt) && <MenuSeparator />}
      {result?.asOf && (
        <MenuLabel>
          Data as of <LocalTime iso={result.asOf} withTime />
        </MenuLabel>
      )}
      {result?.ranAt && (
        <MenuLabel>
          Run <LocalTime iso={result.ranAt} withTime />
        </MenuLabel>
      )}
    </DropdownMenu>
  )
}
