import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { CardId } from "#lib/domain/ids.ts"
import type { RenderLine, TileResult } from "#lib/domain/render-line.ts"
import type { SharedDashboard } from "#lib/domain/share-link.ts"
import { getCards } from "../cards/card-store.ts"
import { cardIdsOn } from "../dashboards/read-dashboard.ts"
import { showDashboard } from "../dashboards/render-dashboard.ts"
import type { StoredLink } from "./link-store.ts"
import type { OpenedLink } from "./open-link.ts"

/** What a link's reader learns of the dashboard: no owner, no code, no dataset, and nothing of a locked filter. */
export async function sharedDashboard({ link, dashboard }: OpenedLink): Promise<SharedDashboard> {
  const cards = await getCards(cardIdsOn(dashboard))
  return {
    name: dashboard.name,
    description: dashboard.description,
    layout: dashboard.layout.map(({ ignoredFilterIds: _ignored, params: _params, ...tile }) => tile),
    filters: link.canFilter ? openFilters(link, dashboard) : [],
    cards: cards.map(({ id, name }) => ({ id, name })),
    canFilter: link.canFilter,
    canExport: link.canExport,
  }
}

/** Those a reader may set. */
export const openFilters = (link: StoredLink, dashboard: Dashboard): Dashboard["filters"] =>
  dashboard.filters.filter(({ id }) => !Object.hasOwn(link.lockedFilters, id))

type RenderLink = OpenedLink & { filters: FilterValues; cardIds: CardId[] | undefined }

/**
 * The dashboard's cards for a link's reader; locks hold whatever is asked for.
 * @throws AppError validation_failed for a filter that is locked, unknown, or not the reader's to set.
 */
export async function renderLink(
  { link, dashboard, filters, cardIds }: RenderLink,
  signal: AbortSignal,
): Promise<AsyncIterable<RenderLine>> {
  checkAskedFilters(link, dashboard, filters)
  const lines = await showDashboard(
    dashboard,
    { principal: link.id, priority: "link", filters, locked: link.lockedFilters, cardIds, refresh: false, stale: true },
    signal,
  )
  return forReaders(lines, new Set(Object.keys(link.lockedFilters)))
}

/** A locked filter answers as one that is not there. @throws AppError validation_failed */
export function checkAskedFilters(link: StoredLink, dashboard: Dashboard, filters: FilterValues): void {
  const open = new Set<string>(link.canFilter ? openFilters(link, dashboard).map(({ id }) => id) : [])
  const stray = Object.keys(filters).find((id) => !open.has(id))
  if (stray !== undefined)
    throw new AppError("validation_failed", `${stray}: no filter here has the id ${JSON.stringify(stray)}`, {
      details: [{ path: ["body", "filters", stray], message: "there is no such filter" }],
    })
}

async function* forReaders(lines: AsyncIterable<RenderLine>, locked: ReadonlySet<string>): AsyncGenerator<RenderLine> {
  for await (const line of lines) yield "done" in line ? line : forReader(line, locked)
}

/** What the author printed, where the code failed, and how many rows there are behind the locks stay with the author. */
function forReader(line: TileResult, locked: ReadonlySet<string>): TileResult {
  const { timings: _timings, error, ...rest } = line
  return {
    ...rest,
    stdout: "",
    warnings: [],
    filtersApplied: line.filtersApplied.filter((id) => !locked.has(id)),
    inputRows: line.filteredRows,
    ...(error && { error: { code: error.code, type: "CardFailed", message: "This card could not be shown." } }),
  }
}
