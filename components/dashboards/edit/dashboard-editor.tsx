"use client"

import { LayoutGrid } from "lucide-react"
import { useRouter } from "next/navigation"
import { useMemo, useReducer, useState } from "react"
import { LeaveDialog } from "#components/editor/leave-dialog.tsx"
import { FigureLayer } from "#components/frames/figure-layer.tsx"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { notify } from "#components/ui/notify.ts"
import { Page } from "#components/ui/page.tsx"
import { VisuallyHidden } from "#components/ui/visually-hidden.tsx"
import { dashboardTarget } from "#lib/browser/render-stream.ts"
import { useCardPreviews } from "#lib/browser/use-card-previews.ts"
import { useDashboardRender } from "#lib/browser/use-dashboard-render.ts"
import { useDatasetColumns } from "#lib/browser/use-dataset-columns.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { CardId } from "#lib/domain/ids.ts"
import type { DashboardCard, DashboardDetail } from "#lib/domain/summaries.ts"
import { cardTilesOf, tileTitleOf } from "../card-tiles.ts"
import { AddCardDialog } from "./add-card-dialog.tsx"
import { ConflictDialog } from "./conflict-dialog.tsx"
import { dashboardDraft, type DraftAction, draftOf, sameDraft } from "./dashboard-draft.ts"
import { EditGrid } from "./edit-grid.tsx"
import { EditTile } from "./edit-tile.tsx"
import { EditorHeader } from "./editor-header.tsx"
import { FiltersDialog } from "./filters-dialog.tsx"
import { NewlyShown } from "./newly-shown.tsx"
import { useDashboardSave } from "./use-dashboard-save.ts"

const NO_FILTERS = {}

/** A dashboard being arranged. Nothing is saved until Save; the cards show what they show without filters chosen. */
export function DashboardEditor({ dashboard }: { dashboard: DashboardDetail }) {
  const router = useRouter()
  const { view, saved, save, overwrite, adopt, dismiss } = useDashboardSave(dashboard)
  const [draft, apply] = useReducer(dashboardDraft, dashboard, draftOf)
  const [movedId, setMovedId] = useState<string | null>(null)
  const [dialog, setDialog] = useState<"cards" | "filters" | null>(null)
  const [added, setAdded] = useState<readonly DashboardCard[]>([])
  const [newTextId, setNewTextId] = useState<string | null>(null)

  const savedIds = useMemo(() => new Set(dashboard.layout.map(({ itemId }) => itemId)), [dashboard])
  const tiles = cardTilesOf(draft.layout)
  const { states, rerun } = useDashboardRender(
    dashboardTarget(dashboard.id),
    tiles.filter(({ itemId }) => savedIds.has(itemId)),
    NO_FILTERS,
  )
  const previews = useCardPreviews(tiles.filter(({ itemId }) => !savedIds.has(itemId)))
  const cards = useMemo(
    () => new Map<CardId, DashboardCard>([...saved.cards, ...added].map((card) => [card.id, card])),
    [saved, added],
  )
  const placedCards = tiles.flatMap(({ cardId }) => cards.get(cardId) ?? [])
  const datasets = useDatasetColumns(
    saved.datasets,
    placedCards.flatMap(({ datasetIds }) => datasetIds),
  )
  const shownBefore = new Set(saved.datasets.map(({ id }) => id))
  const newlyShown = [...new Set(placedCards.flatMap(({ datasetIds }) => datasetIds))]
    .filter((id) => !shownBefore.has(id))
    // A card may be one's to use where its dataset is not.
    .map((id) => datasets.find((dataset) => dataset.id === id)?.name ?? null)
  const hasUnsaved = !sameDraft(draft, draftOf(saved))

  const dispatch = (action: DraftAction) => {
    apply(action)
    setMovedId(action.type === "stepped" ? action.itemId : null)
  }
  const finish = (after: DashboardDetail | null) => {
    if (!after) return
    notify.done(`Saved “${after.name}”`)
    router.push(`/dashboards/${after.id}`)
    router.refresh()
  }
  const remove = (item: LayoutItem) => {
    dispatch({ type: "removed", itemId: item.itemId })
    notify.undoable(`Removed “${tileTitleOf(item, cards)}”`, () => dispatch({ type: "restored", item }))
  }
  const addText = () => {
    const itemId = newItemId()
    setNewTextId(itemId)
    dispatch({ type: "textAdded", itemId })
  }
  const addCard = (card: DashboardCard) => {
    setAdded([...added.filter(({ id }) => id !== card.id), card])
    dispatch({ type: "cardAdded", itemId: newItemId(), cardId: card.id })
    notify.done(`Added “${card.name}”`)
  }

  return (
    <Page width="full" className="gap-4 md:px-6">
      <EditorHeader
        dashboardId={dashboard.id}
        name={draft.name}
        description={draft.description}
        filterCount={draft.filters.length}
        saving={view.state === "saving"}
        hasUnsaved={hasUnsaved}
        dispatch={dispatch}
        onAddCards={() => setDialog("cards")}
        onAddText={addText}
        onEditFilters={() => setDialog("filters")}
        onSave={() => void save(draft).then(finish)}
      />
      {view.state === "failed" && (
        <p role="alert" className="rounded-control bg-negative-soft px-3 py-2 text-negative">
          Not saved: {view.message}
        </p>
      )}
      {saved.shared && <NewlyShown names={newlyShown} />}
      {draft.layout.length === 0 ? (
        <EmptyState
          icon={<LayoutGrid />}
          title="An empty dashboard"
          description="Add cards, drag them by their headers, resize them at their corners."
          actions={<Button onClick={() => setDialog("cards")}>Add cards</Button>}
        />
      ) : (
        <FigureLayer inert>
          <EditGrid
            layout={draft.layout}
            onPlaced={(places) => dispatch({ type: "placed", places })}
            renderTile={(item) => (
              <EditTile
                item={item}
                card={item.cardId === undefined ? undefined : cards.get(item.cardId)}
                state={states.get(item.itemId) ?? previews.get(item.itemId)}
                filters={draft.filters}
                isNew={item.itemId === newTextId}
                dispatch={dispatch}
                onRemove={() => remove(item)}
                onRerun={() => rerun([item.itemId])}
              />
            )}
          />
        </FigureLayer>
      )}
      <VisuallyHidden>
        <span aria-live="polite">{placeInWords(draft.layout, movedId, cards)}</span>
      </VisuallyHidden>
      {dialog === "cards" && (
        <AddCardDialog
          placed={new Set(tiles.map(({ cardId }) => cardId))}
          onAdd={addCard}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "filters" && (
        <FiltersDialog
          filters={draft.filters}
          datasets={datasets}
          dispatch={dispatch}
          onClose={() => setDialog(null)}
        />
      )}
      <ConflictDialog
        current={view.state === "conflict" ? view.current : null}
        onDismiss={dismiss}
        onLoadTheirs={(theirs) => {
          adopt(theirs)
          dispatch({ type: "loaded", draft: draftOf(theirs) })
        }}
        onOverwrite={(theirs) => void overwrite(draft, theirs).then(finish)}
      />
      <LeaveDialog hasUnsaved={hasUnsaved && view.state !== "saving"} thing="the dashboard" />
    </Page>
  )
}

const newItemId = () => crypto.randomUUID().slice(0, 8)

/** Where the keys have put a tile, for those who do not see it. */
function placeInWords(
  layout: readonly LayoutItem[],
  itemId: string | null,
  cards: ReadonlyMap<CardId, DashboardCard>,
): string {
  const item = layout.find((candidate) => candidate.itemId === itemId)
  if (!item) return ""
  return `${tileTitleOf(item, cards)}: column ${item.x + 1}, row ${item.y + 1}, ${item.w} wide, ${item.h} high`
}
