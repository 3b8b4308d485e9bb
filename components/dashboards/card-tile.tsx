"use client"

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react"
import { CardDisplay, type CardDisplayHandle } from "#components/cards/display/card-display.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { notify } from "#components/ui/notify.ts"
import { Skeleton } from "#components/ui/skeleton.tsx"
import type { TileState } from "#lib/browser/tile-states.ts"
import type { Filter } from "#lib/domain/filter.ts"
import type { DashboardCard } from "#lib/domain/summaries.ts"
import { download, downloadText, fileNameOf } from "./download.ts"
import { toCsv } from "./export-csv.ts"
import { TileDialogs } from "./tile-dialogs.tsx"
import { TileFailed, TileUnavailable } from "./tile-error.tsx"
import { TileFacts } from "./tile-facts.tsx"
import { TileFrame } from "./tile-frame.tsx"
import { type TileDialog, TileMenu } from "./tile-menu.tsx"
import { tileViewOf, type TileView } from "./tile-view.ts"

type CardTileProps = {
  title: string
  /** Undefined when the card was deleted, or is out of the reader's sight. */
  card: Pick<DashboardCard, "id" | "canEdit"> | undefined
  state: TileState | undefined
  filters: readonly Filter[]
  /** The filters that hold something now. */
  setIds: readonly string[]
  onRerun: () => void
  /** Given for a public link's reader: cards are not theirs to run, and what they show is theirs to take along only perhaps. */
  reader?: { canExport: boolean }
  /** In edit mode, what takes the menu's place. */
  menu?: ReactNode
  headerClassName?: string
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void
}

/** One card on a dashboard, in whichever state it is. */
export function CardTile({
  title,
  card,
  state,
  filters,
  setIds,
  onRerun,
  reader,
  menu,
  headerClassName,
  onKeyDown,
}: CardTileProps) {
  const displayRef = useRef<CardDisplayHandle>(null)
  const [menuOpen, setMenuOpen] = useState(false)
  const [dialog, setDialog] = useState<TileDialog | null>(null)
  const view = tileViewOf(state)
  const result = state?.result ?? null
  const editHref = card?.canEdit ? `/cards/${card.id}` : null

  const openMenu = (event: KeyboardEvent<HTMLElement>) => {
    onKeyDown?.(event)
    if (event.key !== "Enter" || event.target !== event.currentTarget || menu !== undefined) return
    event.preventDefault()
    setMenuOpen(true)
  }
  const downloadCsv = () => {
    const table = result?.display?.["application/vnd.dataresource+json"]
    if (table) downloadText(fileNameOf(title, "csv"), toCsv(table.columns, table.rows), "text/csv;charset=utf-8")
  }
  const downloadPng = async () => {
    try {
      const dataUrl = await displayRef.current?.toPng()
      if (dataUrl !== undefined) download(fileNameOf(title, "png"), dataUrl)
    } catch (error) {
      notify.failed("The picture could not be made.", {
        description: error instanceof Error ? error.message : undefined,
      })
    }
  }

  return (
    <TileFrame
      title={title}
      busy={view.kind !== "loading" && view.kind !== "unavailable" && view.stale}
      headerClassName={headerClassName}
      onKeyDown={openMenu}
      facts={result && <TileFacts result={result} filters={filters} setIds={setIds} />}
      menu={
        menu ?? (
          <TileMenu
            title={title}
            result={result}
            editHref={editHref}
            open={menuOpen}
            onOpenChange={setMenuOpen}
            onDialog={setDialog}
            onDownloadCsv={downloadCsv}
            onDownloadPng={() => void downloadPng()}
            {...(reader ? { canExport: reader.canExport } : { onRerun })}
          />
        )
      }
    >
      <TileBody view={view} title={title} editHref={editHref} onRerun={onRerun} displayRef={displayRef} />
      {result && <TileDialogs title={title} result={result} open={dialog} onClose={() => setDialog(null)} />}
    </TileFrame>
  )
}

type TileBodyProps = {
  view: TileView
  title: string
  editHref: string | null
  onRerun: () => void
  displayRef: React.RefObject<CardDisplayHandle | null>
}

function TileBody({ view, title, editHref, onRerun, displayRef }: TileBodyProps) {
  switch (view.kind) {
    case "loading":
      return (
        <div className="size-full p-3 pt-0">
          <span className="sr-only">Running {title}…</span>
          <Skeleton className="size-full opacity-60" />
        </div>
      )
    case "ready":
      return (
        <div className={classNames("size-full transition-opacity", view.stale && "opacity-60")}>
          <CardDisplay ref={displayRef} display={view.display} title={title} stale={view.stale} />
        </div>
      )
    case "empty":
      return (
        <p className="flex size-full items-center justify-center p-4 text-12 text-muted">The card showed nothing.</p>
      )
    case "failed":
      return <TileFailed error={view.error} editHref={editHref} />
    case "unavailable":
      return (
        <TileUnavailable
          message={view.message}
          hint={view.hint}
          retrying={view.retrying}
          passing={view.passing}
          onRetry={onRerun}
        />
      )
  }
}
