import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { CardDraft } from "#lib/domain/card.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Filter, FilterValues } from "#lib/domain/filter.ts"
import type { CardId, DatasetId, UserId } from "#lib/domain/ids.ts"
import type { CardError, CardTimings } from "#lib/domain/job-contract.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import type { CardPreview } from "#lib/domain/render-line.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { renderCards } from "../executor/executor-client.ts"
import { webEnv } from "../web-env.ts"
import { buildCardJob } from "./build-card-job.ts"
import { getCard } from "./card-store.ts"
import { checkDeclaredColumns, readUsableDatasets } from "./check-datasets.ts"
import { readDatasetsByAuthor } from "./read-datasets-by-author.ts"

type Trial = { filters: FilterValues; filterDefinitions: Filter[] }
type Source = Pick<CardDraft, "language" | "code" | "datasets" | "columns" | "params" | "chart"> & { ownerId: UserId }

const NO_TIMINGS: CardTimings = { queueMs: 0, sliceMs: 0, startMs: 0, loadMs: 0, userMs: 0, serialiseMs: 0, totalMs: 0 }

/** Runs a card that need not be saved. A card that fails is a result. @throws AppError validation_failed, unavailable. */
export async function previewCard(
  { actor, draft, ...trial }: { actor: Actor; draft: Omit<Source, "ownerId"> } & Trial,
  signal: AbortSignal,
): Promise<CardPreview> {
  checkDeclaredColumns(draft)
  const datasets = await readUsableDatasets(actor, draft.datasets)
  return run(actor, { ...draft, ownerId: actor.userId }, datasets, trial, signal)
}

/** Runs a saved card. @throws AppError not_found, validation_failed, unavailable. */
export async function previewSavedCard(
  { actor, cardId, ...trial }: { actor: Actor; cardId: CardId } & Trial,
  signal: AbortSignal,
): Promise<CardPreview> {
  const { thing: card } = await findPermitted(actor, "view", "card", getCard(cardId))
  const usable = await readDatasetsByAuthor([card])
  return run(actor, card, usable.get(card.ownerId) ?? new Map<DatasetId, Dataset>(), trial, signal)
}

async function run(
  actor: Actor,
  card: Source,
  datasets: ReadonlyMap<DatasetId, Dataset>,
  trial: Trial,
  signal: AbortSignal,
): Promise<CardPreview> {
  const timezone = webEnv().CARDLOOM_TIMEZONE
  const resolved = resolveFilters(trial.filterDefinitions, trial.filters, dayIn(timezone, new Date()))
  const built = buildCardJob(card, { key: "preview", datasets, filters: trial.filterDefinitions, resolved, timezone })
  if ("error" in built) return failed(built.error)
  const request = {
    requestId: crypto.randomUUID(),
    principal: actor.userId,
    priority: "preview" as const,
    timezone,
    cards: [built.job],
  }
  for await (const event of renderCards(request, signal)) {
    if ("result" in event) {
      const { filtersApplied, asOf, dataStale } = built
      return { ...event.result, filtersApplied, asOf, ...(dataStale && { dataStale }) }
    }
  }
  throw new AppError("unavailable", "The executor broke off before the card was done. Run it again.", {
    retryAfterSeconds: 1,
  })
}

const failed = (error: CardError): CardPreview => ({
  error,
  stdout: "",
  warnings: [],
  inputRows: 0,
  filteredRows: 0,
  timings: NO_TIMINGS,
  filtersApplied: [],
  asOf: null,
})
