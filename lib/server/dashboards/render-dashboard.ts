import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dashboard, LayoutItem } from "#lib/domain/dashboard.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { CardId, DashboardId, DatasetId } from "#lib/domain/ids.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import type { RenderLine, TileResult } from "#lib/domain/render-line.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { buildCardJob, type BuiltCardJob } from "../cards/build-card-job.ts"
import { getCards } from "../cards/card-store.ts"
import { readDatasetsByAuthor } from "../cards/read-datasets-by-author.ts"
import { renderCards } from "../executor/executor-client.ts"
import { log } from "../log.ts"
import { webEnv } from "../web-env.ts"
import { getDashboard } from "./dashboard-store.ts"

type RenderDashboard = { actor: Actor; dashboardId: DashboardId; filters: FilterValues; cardIds?: CardId[] | undefined }
type CardTile = LayoutItem & { cardId: CardId }
type PlannedTile = { tile: CardTile; built: BuiltCardJob | null }

/**
 * Runs a dashboard's cards under these filters; one line a tile in finishing order, then `done`.
 * Rights, filters and datasets are settled before this resolves, so that a bad request is an answer and not half a stream.
 * @throws AppError not_found, validation_failed.
 */
export async function renderDashboard(
  { actor, dashboardId, filters, cardIds }: RenderDashboard,
  signal: AbortSignal,
): Promise<AsyncIterable<RenderLine>> {
  const { thing: dashboard } = await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  const tiles = dashboard.layout.filter(
    (item): item is CardTile => item.cardId !== undefined && (!cardIds || cardIds.includes(item.cardId)),
  )
  const planned = await planTiles(dashboard, tiles, filters)
  return runTiles(planned, actor.userId, signal)
}

async function planTiles(
  dashboard: Dashboard,
  tiles: readonly CardTile[],
  values: FilterValues,
): Promise<PlannedTile[]> {
  const timezone = webEnv().CARDLOOM_TIMEZONE
  const resolved = resolveFilters(dashboard.filters, values, dayIn(timezone, new Date()))
  const cards = new Map(
    (await getCards([...new Set(tiles.map(({ cardId }) => cardId))])).map((card) => [card.id, card]),
  )
  const usable = await readDatasetsByAuthor([...cards.values()])
  return tiles.map((tile) => {
    const card = cards.get(tile.cardId)
    if (!card) return { tile, built: null }
    const ignored = new Set(tile.ignoredFilterIds)
    return {
      tile,
      built: buildCardJob(card, {
        key: tile.itemId,
        datasets: usable.get(card.ownerId) ?? new Map<DatasetId, Dataset>(),
        filters: dashboard.filters.filter(({ id }) => !ignored.has(id)),
        resolved,
        params: tile.params,
        timezone,
      }),
    }
  })
}

async function* runTiles(
  planned: readonly PlannedTile[],
  principal: string,
  signal: AbortSignal,
): AsyncGenerator<RenderLine> {
  const waiting = new Map<string, PlannedTile & { built: Extract<BuiltCardJob, { job: unknown }> }>()
  for (const { tile, built } of planned) {
    if (!built)
      yield unrunnable(tile, {
        code: "not_found",
        type: "CardNotFound",
        message: "This card was deleted.",
        hint: "Take the tile off the dashboard, or restore the card.",
      })
    else if ("error" in built) yield unrunnable(tile, built.error)
    else waiting.set(tile.itemId, { tile, built })
  }
  if (waiting.size > 0) {
    const cards = [...waiting.values()].map(({ built }) => built.job)
    const request = {
      requestId: crypto.randomUUID(),
      principal,
      priority: "dashboard" as const,
      timezone: webEnv().CARDLOOM_TIMEZONE,
      cards,
    }
    try {
      for await (const event of renderCards(request, signal)) {
        if ("done" in event) break
        const finished = waiting.get(event.key)
        if (!finished) continue
        waiting.delete(event.key)
        const { filtersApplied, asOf } = finished.built
        yield { itemId: event.key, cardId: finished.tile.cardId, ...event.result, filtersApplied, cached: false, asOf }
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof AppError)) log.error({ requestId: request.requestId, err: error }, "render failed")
    }
    for (const { tile } of waiting.values()) {
      yield unrunnable(tile, {
        code: "unavailable",
        type: "ExecutorUnavailable",
        message: "The executor, which runs cards, does not answer.",
        hint: "It may be restarting; this card is tried again by itself.",
      })
    }
  }
  yield { done: true }
}

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
