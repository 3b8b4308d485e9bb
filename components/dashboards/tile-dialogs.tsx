"use client"

import { CardDisplay } from "#components/cards/display/card-display.tsx"
import { TableView } from "#components/cards/display/table-view.tsx"
import { FigureLayer } from "#components/frames/figure-layer.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import type { TileResult } from "#lib/domain/render-line.ts"
import type { TileDialog } from "./tile-menu.tsx"

type TileDialogsProps = {
  title: string
  result: TileResult
  open: TileDialog | null
  onClose: () => void
}

/** A card's larger views. A chart is drawn anew in a frame of its own: the dashboard's lies beneath the dialog. */
export function TileDialogs({ title, result, open, onClose }: TileDialogsProps) {
  const table = result.display?.["application/vnd.dataresource+json"]
  const close = () => onClose()
  return (
    <>
      <Dialog open={open === "fullScreen"} onOpenChange={close} title={title} width="full" className="max-sm:h-[75dvh]">
        {result.display && (
          <FigureLayer className="size-full">
            <CardDisplay display={result.display} title={title} />
          </FigureLayer>
        )}
      </Dialog>
      <Dialog open={open === "data" && table !== undefined} onOpenChange={close} title={`${title}: data`} width="full">
        {table && <TableView table={table} title={title} />}
      </Dialog>
      <Dialog open={open === "output"} onOpenChange={close} title={`${title}: output`} width="large">
        <pre className="overflow-x-auto rounded-control bg-surface-sunken p-3 text-12 whitespace-pre-wrap">
          {result.stdout}
        </pre>
      </Dialog>
    </>
  )
}
