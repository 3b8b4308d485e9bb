import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dashboard } from "#lib/domain/dashboard.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { SharedDashboard } from "#lib/domain/share-link.ts"
import { chatStatus } from "../chat/chat-model.ts"
import type { LinkSources } from "./link-sources.ts"
import type { StoredLink } from "./link-store.ts"

/** What a link's reader learns of the dashboard: no owner, no code, no dataset, and nothing of a locked filter. */
export function sharedDashboard({ link, dashboard, cards }: LinkSources): SharedDashboard {
  return {
    name: dashboard.name,
    description: dashboard.description,
    layout: dashboard.layout.map(({ ignoredFilterIds: _ignored, params: _params, ...tile }) => tile),
    filters: settableFilters(link, dashboard).map(({ columnByDataset: _columns, ...filter }) => filter),
    cards: [...cards.values()].map(({ id, name }) => ({ id, name })),
    canFilter: link.canFilter,
    canExport: link.canExport,
    canAsk: link.canAsk && chatStatus().configured,
  }
}

/** Those a reader may set. */
export const settableFilters = (link: StoredLink, { filters }: Dashboard): Dashboard["filters"] =>
  link.canFilter ? filters.filter(({ id }) => !Object.hasOwn(link.lockedFilters, id)) : []

/** A locked filter answers as one that is not there. @throws AppError validation_failed */
export function checkAskedFilters({ link, dashboard }: LinkSources, asked: FilterValues): void {
  const settable = new Set<string>(settableFilters(link, dashboard).map(({ id }) => id))
  const stray = Object.keys(asked).find((id) => !settable.has(id))
  if (stray !== undefined)
    throw new AppError("validation_failed", `${stray}: no filter here has the id ${JSON.stringify(stray)}`, {
      details: [{ path: ["body", "filters", stray], message: "there is no such filter" }],
    })
}
