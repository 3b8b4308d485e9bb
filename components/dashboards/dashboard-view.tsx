"use client"

import { LayoutGrid, Pencil, Share2 } from "lucide-react"
import { useMemo, useState } from "react"
import { AskBeside } from "#components/chat/ask-beside.tsx"
import { AskButton } from "#components/chat/ask-button.tsx"
import { FilterBar } from "#components/filters/filter-bar.tsx"
import { ViewMenu } from "#components/filters/view-menu.tsx"
import { FigureLayer } from "#components/frames/figure-layer.tsx"
import { StarButton } from "#components/home/star-button.tsx"
import { LineageDialog } from "#components/lineage/lineage-dialog.tsx"
import { LinksDialog } from "#components/links/links-dialog.tsx"
import { ShareDialog } from "#components/sharing/share-dialog.tsx"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { notify } from "#components/ui/notify.ts"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { dashboardTarget } from "#lib/browser/render-stream.ts"
import { useDashboardRender } from "#lib/browser/use-dashboard-render.ts"
import { useFilterState } from "#lib/browser/use-filter-state.ts"
import { useFilterViews } from "#lib/browser/use-filter-views.ts"
import type { FilterViewSummary } from "#lib/domain/filter-view.ts"
import type { DashboardDetail } from "#lib/domain/summaries.ts"
import { CardTile } from "./card-tile.tsx"
import { cardTilesOf, tileTitleOf } from "./card-tiles.ts"
import { DashboardGrid } from "./dashboard-grid.tsx"
import { DashboardMenu } from "./dashboard-menu.tsx"
import { TextTile } from "./text-tile.tsx"

/** A dashboard to look at: its filters, and its cards as they finish. */
export function DashboardView({ dashboard, views }: { dashboard: DashboardDetail; views: FilterViewSummary[] }) {
  const { id, name, description, layout, filters, cards, access, starred } = dashboard
  const filterState = useFilterState(filters, sayDropped)
  const filterViews = useFilterViews({ dashboardId: id, filters, initialViews: views, state: filterState })
  const tiles = useMemo(() => cardTilesOf(layout), [layout])
  const { states, rerun } = useDashboardRender(dashboardTarget(id), tiles, filterState.sent)
  const [isSharing, setIsSharing] = useState(false)
  const [isLinking, setIsLinking] = useState(false)
  const [isTracing, setIsTracing] = useState(false)
  const cardById = useMemo(() => new Map(cards.map((card) => [card.id, card])), [cards])
  const setIds = filters.filter((filter) => filterState.valueOf(filter) !== null).map((filter) => filter.id)

  const subject = {
    kind: "dashboard" as const,
    id,
    name,
    filters: { definitions: filters, sent: filterState.sent, apply: filterState.apply },
  }

  return (
    <AskBeside subject={subject}>
      <Page width="full" className="gap-4 md:px-6">
        <PageHeader
          title={name}
          description={description || undefined}
          actions={
            <>
              <StarButton dashboardId={id} name={name} starred={starred} />
              <AskButton />
              {access === "owner" && (
                <Button onClick={() => setIsSharing(true)}>
                  <Share2 aria-hidden />
                  Share
                </Button>
              )}
              {access !== "viewer" && (
                <LinkButton href={`/dashboards/${id}/edit`}>
                  <Pencil aria-hidden />
                  Edit
                </LinkButton>
              )}
              <DashboardMenu
                dashboard={dashboard}
                onRerun={() => rerun(tiles.map(({ itemId }) => itemId))}
                onLinks={() => setIsLinking(true)}
                onLineage={() => setIsTracing(true)}
              />
            </>
          }
        />
        {filters.length > 0 && (
          <div className="z-20 -my-2 bg-surface py-2 md:sticky md:top-0">
            <FilterBar
              path={`/api/dashboards/${id}`}
              filters={filters}
              state={filterState}
              onReset={filterViews.leave}
              views={<ViewMenu views={filterViews} canShare={access !== "viewer"} />}
            />
          </div>
        )}
        {layout.length === 0 ? (
          <EmptyState
            icon={<LayoutGrid />}
            title="Nothing here yet"
            description="A dashboard shows cards side by side, under the same filters."
            actions={access !== "viewer" && <LinkButton href={`/dashboards/${id}/edit`}>Add cards</LinkButton>}
          />
        ) : (
          <FigureLayer>
            <DashboardGrid
              layout={layout}
              renderTile={(item) =>
                item.cardId === undefined ? (
                  <TextTile text={item.text ?? ""} title={item.title} />
                ) : (
                  <CardTile
                    title={tileTitleOf(item, cardById)}
                    card={cardById.get(item.cardId)}
                    state={states.get(item.itemId)}
                    filters={filters}
                    setIds={setIds}
                    onRerun={() => rerun([item.itemId])}
                  />
                )
              }
            />
          </FigureLayer>
        )}
        {isTracing && <LineageDialog thing={{ kind: "dashboard", id, name }} onClose={() => setIsTracing(false)} />}
        {isLinking && (
          <LinksDialog dashboard={dashboard} presentValueOf={filterState.valueOf} onClose={() => setIsLinking(false)} />
        )}
        {isSharing && <ShareDialog thing={{ kind: "dashboard", id, name }} onClose={() => setIsSharing(false)} />}
      </Page>
    </AskBeside>
  )
}

function sayDropped(names: string[]): void {
  notify.warn("Some filters in the address were left out", {
    description: `Nothing here understands the value of ${names.join(", ")}.`,
  })
}
