"use client"

import { useMemo } from "react"
import { AskBeside } from "#components/chat/ask-beside.tsx"
import { AskButton } from "#components/chat/ask-button.tsx"
import { CardTile } from "#components/dashboards/card-tile.tsx"
import { cardTilesOf, tileTitleOf } from "#components/dashboards/card-tiles.ts"
import { DashboardGrid } from "#components/dashboards/dashboard-grid.tsx"
import { TextTile } from "#components/dashboards/text-tile.tsx"
import { FilterBar } from "#components/filters/filter-bar.tsx"
import { FigureLayer } from "#components/frames/figure-layer.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import type { ApiError } from "#lib/browser/api.ts"
import { useDashboardRender } from "#lib/browser/use-dashboard-render.ts"
import { useFilterState } from "#lib/browser/use-filter-state.ts"
import type { SharedDashboard } from "#lib/domain/share-link.ts"
import { linkHeaders, linkPath } from "./link-requests.ts"

type SharedDashboardViewProps = {
  token: string
  unlockToken: string | null
  dashboard: SharedDashboard
  /** Without a heading: the page around it has its own. */
  bare: boolean
  /** The link is gone, or asks for its password again. */
  onRefused: (error: ApiError) => void
}

/** A dashboard as a public link's readers see it. */
export function SharedDashboardView({ token, unlockToken, dashboard, bare, onRefused }: SharedDashboardViewProps) {
  const { name, description, layout, filters, cards, canExport, canAsk } = dashboard
  const filterState = useFilterState(filters, sayNothing)
  const tiles = useMemo(() => cardTilesOf(layout), [layout])
  const headers = useMemo(() => linkHeaders(unlockToken), [unlockToken])
  const target = { path: `${linkPath(token)}/render`, headers, isLink: true }
  const { states, rerun } = useDashboardRender(target, tiles, filterState.sent, onRefused)
  const cardById = useMemo(() => new Map(cards.map((card) => [card.id, card])), [cards])
  const setIds = filters.filter((filter) => filterState.valueOf(filter) !== null).map((filter) => filter.id)
  const askButton = canAsk && <AskButton />
  const page = (
    <Page width="full" className={bare ? "gap-3 px-3 py-3 md:px-3 md:py-3" : "gap-4 md:px-6"}>
      {bare ? (
        <h1 className="sr-only">{name}</h1>
      ) : (
        <PageHeader title={name} description={description || undefined} actions={askButton || undefined} />
      )}
      <div className="flex items-start gap-2 empty:hidden">
        {filters.length > 0 && (
          <FilterBar path={linkPath(token)} headers={headers} filters={filters} state={filterState} />
        )}
        {bare && askButton && <div className="ml-auto">{askButton}</div>}
      </div>
      <FigureLayer>
        <DashboardGrid
          layout={layout}
          renderTile={(item) =>
            item.cardId === undefined ? (
              <TextTile text={item.text ?? ""} title={item.title} />
            ) : (
              <CardTile
                title={tileTitleOf(item, cardById)}
                card={undefined}
                state={states.get(item.itemId)}
                filters={filters}
                setIds={setIds}
                onRerun={() => rerun([item.itemId])}
                reader={{ canExport }}
              />
            )
          }
        />
      </FigureLayer>
    </Page>
  )
  if (!canAsk) return page
  const subject = {
    kind: "link" as const,
    path: `${linkPath(token)}/chat`,
    headers,
    name,
    filters: { definitions: filters, sent: filterState.sent, apply: filterState.apply },
  }
  return (
    <AskBeside subject={subject} isEmbedded={bare}>
      {page}
    </AskBeside>
  )
}

// An address that was made for other filters is not its reader's doing.
const sayNothing = (): void => {}
