"use client"

import { type KeyboardEvent, useState } from "react"
import type { TileState } from "#lib/browser/tile-states.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { Filter } from "#lib/domain/filter.ts"
import type { DashboardCard } from "#lib/domain/summaries.ts"
import { CardTile } from "../card-tile.tsx"
import type { DraftAction } from "./dashboard-draft.ts"
import { DRAG_HANDLE } from "./edit-grid.tsx"
import { RenameTileDialog } from "./rename-tile-dialog.tsx"
import { TextTileEditor } from "./text-tile-editor.tsx"
import { stepOfKey, TileEditMenu } from "./tile-edit-menu.tsx"
import { TileFiltersDialog } from "./tile-filters-dialog.tsx"

type EditTileProps = {
  item: LayoutItem
  /** Of the card; undefined for texts, and for cards that are gone. */
  card: DashboardCard | undefined
  state: TileState | undefined
  filters: readonly Filter[]
  isNew: boolean
  dispatch: (action: DraftAction) => void
  onRemove: () => void
  onRerun: () => void
}

const HANDLE = `${DRAG_HANDLE} cursor-grab active:cursor-grabbing`

/** A tile on the grid of the editor: dragged by its header, moved by Alt and the arrow keys, removed by Delete. */
export function EditTile({ item, card, state, filters, isNew, dispatch, onRemove, onRerun }: EditTileProps) {
  const [menuOpen, setMenuOpen] = useState(false)
  const [dialog, setDialog] = useState<"rename" | "filters" | null>(null)
  const { itemId, cardId } = item
  const fallback = cardId === undefined ? "Text" : (card?.name ?? "Deleted card")
  const title = item.title ?? fallback

  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return
    const step = stepOfKey(event)
    if (step) dispatch({ type: "stepped", itemId, step })
    else if (event.key === "Delete") onRemove()
    else if (event.key === "Enter") setMenuOpen(true)
    else return
    event.preventDefault()
  }
  const menu = (
    <TileEditMenu
      title={title}
      editHref={card?.canEdit ? `/cards/${card.id}` : null}
      hasFilters={cardId !== undefined && filters.length > 0}
      open={menuOpen}
      onOpenChange={setMenuOpen}
      onStep={(step) => dispatch({ type: "stepped", itemId, step })}
      onRename={() => setDialog("rename")}
      onChooseFilters={() => setDialog("filters")}
      onRemove={onRemove}
    />
  )
  return (
    <>
      {cardId === undefined ? (
        <TextTileEditor
          text={item.text ?? ""}
          title={title}
          menu={menu}
          headerClassName={HANDLE}
          startsOpen={isNew}
          onWrite={(text) => dispatch({ type: "textWritten", itemId, text })}
          onKeyDown={press}
        />
      ) : (
        <CardTile
          title={title}
          card={card}
          state={state}
          filters={filters}
          setIds={[]}
          menu={menu}
          headerClassName={HANDLE}
          onRerun={onRerun}
          onKeyDown={press}
        />
      )}
      {dialog === "rename" && (
        <RenameTileDialog
          title={item.title ?? ""}
          fallback={fallback}
          onRename={(next) => dispatch({ type: "titled", itemId, title: next })}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "filters" && (
        <TileFiltersDialog
          title={title}
          filters={filters}
          ignored={item.ignoredFilterIds ?? []}
          onChange={(filterIds) => dispatch({ type: "filtersIgnored", itemId, filterIds })}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}
