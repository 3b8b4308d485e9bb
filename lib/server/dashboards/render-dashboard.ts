import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { hasRelativeDates } from "#lib/domain/describe-result.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { CardId, DashboardId, DatasetId, UserId } from "#lib/domain/ids.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import type { RenderLine, TileResult } from "#lib/domain/render-line.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { buildCardJob, type BuiltCardJob } from "../cards/build-card-job.ts"
import type { StoredCard } from "../cards/card-store.ts"
import { readDatasetsByAuthor } from "../cards/read-datasets-by-author.ts"
import { answerCards, recallCards, type CardAnswer, type CardsWanted, type Recalled } from "../results/answer-cards.ts"
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
  const plan = planDashboard(await readSources(dashboard, cardIds), { filters, locked: {}, cardIds })
  return showPlan(plan, { principal: actor.userId, priority: "dashboard", refresh, stale }, signal)
}

/** What a dashboard is shown from. */
export type DashboardSources = {
  dashboard: StoredDashboard
  cards: ReadonlyMap<CardId, StoredCard>
  /** By author, what their cards may read. */
  datasets: ReadonlyMap<UserId, ReadonlyMap<DatasetId, Dataset>>
}

/** What the cards of a dashboard, or those of `cardIds`, are shown from. */
export async function readSources(dashboard: StoredDashboard, cardIds?: readonly CardId[]): Promise<DashboardSources> {
  const placed = dashboard.layout.flatMap(({ cardId }) => cardId ?? [])
  const shown = await readShownCards(dashboard, cardIds ? placed.filter((id) => cardIds.includes(id)) : placed)
  return {
    dashboard,
    cards: new Map(shown.map((card) => [card.id, card])),
    datasets: await readDatasetsByAuthor(shown),
  }
}

/** What is asked of a dashboard by somebody whose right to it has been checked. */
type Asked = {
  filters: FilterValues
  /** Values that hold whatever is asked for, and for every tile, also one that ignores the filter. */
  locked: FilterValues
  cardIds: readonly CardId[] | undefined
}

/** Each tile's job, or why it has none. */
export type DashboardPlan = Pick<CardsWanted, "today" | "relativeDates"> & { tiles: PlannedTile[] }

/** Pure but for the clock. @throws AppError validation_failed */
export function planDashboard(
  { dashboard, cards, datasets }: DashboardSources,
  { filters, locked, cardIds }: Asked,
): DashboardPlan {
  const timezone = webEnv().CARDLOOM_TIMEZONE
  const today = dayIn(timezone, new Date())
  const values = { ...filters, ...locked }
  const resolved = resolveFilters(dashboard.filters, values, today)
  const tiles = dashboard.layout
    .filter((item): item is CardTile => item.cardId !== undefined && (!cardIds || cardIds.includes(item.cardId)))
    .map((tile) => {
      const card = cards.get(tile.cardId)
      if (!card) return { tile, built: null, maxAgeSeconds: 0 }
      const ignored = new Set(tile.ignoredFilterIds?.filter((id) => !Object.hasOwn(locked, id)))
      const built = buildCardJob(card, {
        key: tile.itemId,
        datasets: datasets.get(card.ownerId) ?? new Map<DatasetId, Dataset>(),
        filters: dashboard.filters.filter(({ id }) => !ignored.has(id)),
        resolved,
        params: tile.params,
        timezone,
      })
      return { tile, maxAgeSeconds: card.maxAgeSeconds, built }
    })
  return { tiles, today, relativeDates: hasRelativeDates(dashboard.filters, values) }
}

/** The tiles of a plan as they are to be had, then `done`. */
export async function* showPlan(
  plan: DashboardPlan,
  how: Omit<CardsWanted, "cards" | "today" | "relativeDates">,
  signal: AbortSignal,
): AsyncGenerator<RenderLine> {
  const { failed, runnable } = sortOut(plan)
  yield* failed
  const cards = cardsOf(runnable)
  const { today, relativeDates } = plan
  for await (const answer of answerCards({ ...how, today, relativeDates, cards }, signal)) {
    const shown = runnable.get(answer.key)
    if (shown) yield lineOf(shown, answer)
  }
  // Whoever has left has not had every tile.
  if (!signal.aborted) yield { done: true }
}

/** All lines of a plan whose results this process holds, with those results; null where any would have to be fetched or run. */
export async function recallPlan(plan: DashboardPlan): Promise<{ lines: RenderLine[]; recalled: Recalled[] } | null> {
  const { failed, runnable } = sortOut(plan)
  const recalled = await recallCards({ ...plan, cards: cardsOf(runnable) })
  if (!recalled) return null
  const lines = recalled.flatMap(({ answer }) => {
    const shown = runnable.get(answer.key)
    return shown ? [lineOf(shown, answer)] : []
  })
  return { lines: [...failed, ...lines, { done: true }], recalled }
}

const cardsOf = (runnable: ReadonlyMap<string, Runnable>) =>
  [...runnable.values()].map(({ built: { job, asOf }, maxAgeSeconds }) => ({ job, asOf, maxAgeSeconds }))

function sortOut({ tiles }: DashboardPlan): { failed: TileResult[]; runnable: Map<string, Runnable> } {
  const failed: TileResult[] = []
  const runnable = new Map<string, Runnable>()
  for (const { built, ...rest } of tiles) {
    if (!built) failed.push(unrunnable(rest.tile, CARD_GONE))
    else if ("error" in built) failed.push(unrunnable(rest.tile, built.error))
    else runnable.set(rest.tile.itemId, { built, ...rest })
  }
  return { failed, runnable }
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
