import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { hasRelativeDates } from "#lib/domain/describe-result.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { CardId, DashboardId, DatasetId } from "#lib/domain/ids.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import type { RenderLine, TileResult } from "#lib/domain/render-line.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { buildCardJob, type BuiltCardJob } from "../cards/build-card-job.ts"
import { readDatasetsByAuthor } from "../cards/read-datasets-by-author.ts"
import { answerCards, type CardAnswer, type CardsWanted } from "../results/answer-cards.ts"
import { webEnv } from "../web-env.ts"
import { getDashboard, type StoredDashboard } from "./dashboard-store.ts"
import { readShownCards } from "./read-shown-cards.ts"

type RenderDashboard = {
  actor: Actor
  dashboardId: DashboardId
  filters: FilterValues
  cardIds?: CardId[] | undefined
  /** Run all cards, whatever results are at hand. */
  refresh?: boolean
  /** Show earlier results while cards run. */
  stale?: boolean
}
type CardTile = LayoutItem & { cardId: CardId }
type PlannedTile = { tile: CardTile; built: BuiltCardJob | null; maxAgeSeconds: number }
type Runnable = PlannedTile & { built: Extract<BuiltCardJob, { job: unknown }> }

/**
 * Shows a dashboard's cards under these filters; one line a tile as its result is to be had, then `done`. With `stale`
 * there may be an earlier result's line before a tile's own.
 * Rights, filters and datasets are settled before this resolves, so that a bad request is an answer and not half a stream.
 * @throws AppError not_found, validation_failed.
 */
export async function renderDashboard(
  { actor, dashboardId, filters, cardIds, refresh = false, stale = false }: RenderDashboard,
  signal: AbortSignal,
): Promise<AsyncIterable<RenderLine>> {
  const { thing: dashboard } = await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  const tiles = dashboard.layout.filter(
    (item): item is CardTile => item.cardId !== undefined && (!cardIds || cardIds.includes(item.cardId)),
  )
  const today = dayIn(webEnv().CARDLOOM_TIMEZONE, new Date())
  const planned = await planTiles(dashboard, tiles, filters, today)
  const relativeDates = hasRelativeDates(dashboard.filters, filters)
  return showTiles(
    planned,
    { principal: actor.userId, priority: "dashboard", today, relativeDates, refresh, stale },
    signal,
  )
}

async function planTiles(
  dashboard: StoredDashboard,
  tiles: readonly CardTile[],
  values: FilterValues,
  today: string,
): Promise<PlannedTile[]> {
  const resolved = resolveFilters(dashboard.filters, values, today)
  const shown = await readShownCards(
    dashboard,
    tiles.map(({ cardId }) => cardId),
  )
  const cards = new Map(shown.map((card) => [card.id, card]))
  const usable = await readDatasetsByAuthor([...cards.values()])
  return tiles.map((tile) => {
    const card = cards.get(tile.cardId)
    if (!card) return { tile, built: null, maxAgeSeconds: 0 }
    const ignored = new Set(tile.ignoredFilterIds)
    return {
      tile,
      maxAgeSeconds: card.maxAgeSeconds,
      built: buildCardJob(card, {
        key: tile.itemId,
        datasets: usable.get(card.ownerId) ?? new Map<DatasetId, Dataset>(),
        filters: dashboard.filters.filter(({ id }) => !ignored.has(id)),
        resolved,
        params: tile.params,
        timezone: webEnv().CARDLOOM_TIMEZONE,
      }),
    }
  })
}

async function* showTiles(
  planned: readonly PlannedTile[],
  how: Omit<CardsWanted, "cards">,
  signal: AbortSignal,
): AsyncGenerator<RenderLine> {
  const runnable = new Map<string, Runnable>()
  for (const { built, ...rest } of planned) {
    if (!built) yield unrunnable(rest.tile, CARD_GONE)
    else if ("error" in built) yield unrunnable(rest.tile, built.error)
    else runnable.set(rest.tile.itemId, { built, ...rest })
  }
  const cards = [...runnable.values()].map(({ built: { job, asOf }, maxAgeSeconds }) => ({ job, asOf, maxAgeSeconds }))
  for await (const answer of answerCards({ ...how, cards }, signal)) {
    const shown = runnable.get(answer.key)
    if (shown) yield lineOf(shown, answer)
  }
  // Whoever has left has not had every tile.
  if (!signal.aborted) yield { done: true }
}

function lineOf({ tile, built }: Runnable, answer: CardAnswer): TileResult {
  if ("failure" in answer) return unrunnable(tile, notRun(answer.failure))
  const { result, ranAt, asOf, cached, stale } = answer
  return {
    itemId: tile.itemId,
    cardId: tile.cardId,
    ...result,
    filtersApplied: built.filtersApplied,
    cached,
    ...(stale && { stale }),
    ranAt,
    asOf,
    ...(built.dataStale && { dataStale: built.dataStale }),
  }
}

const CARD_GONE: TileResult["error"] = {
  code: "not_found",
  type: "CardNotFound",
  message: "This card was deleted, or may no longer be used here.",
  hint: "Take the tile off the dashboard, or ask the card's owner for it.",
}

const notRun = (failure: unknown): TileResult["error"] => ({
  code: "unavailable",
  type: "ExecutorUnavailable",
  message:
    failure instanceof AppError && failure.code === "unavailable"
      ? failure.message
      : "The executor, which runs cards, does not answer.",
  hint: "This card is tried again by itself.",
})

const unrunnable = (tile: CardTile, error: TileResult["error"]): TileResult => ({
  itemId: tile.itemId,
  cardId: tile.cardId,
  error,
  stdout: "",
  warnings: [],
  filtersApplied: [],
  cached: false,
  asOf: null,
  inputRows: 0,
  filteredRows: 0,
})
