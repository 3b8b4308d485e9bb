import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { declaredColumnsOf } from "#lib/domain/card.ts"
import type { ChatSubjectId } from "#lib/domain/chat.ts"
import type { Column } from "#lib/domain/column.ts"
import { filterColumnIn } from "#lib/domain/compile-filters.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import type { Filter, FilterValues, ResolvedFilter } from "#lib/domain/filter.ts"
import { DashboardId, DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import { sqlAliases } from "#lib/domain/sql-aliases.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { shownDatasets } from "../dashboards/read-filter-values.ts"
import { readSources, type DashboardSources } from "../dashboards/render-dashboard.ts"
import { getDataset, getDatasets, type StoredDataset } from "../datasets/dataset-store.ts"
import { readAsker } from "../users/read-asker.ts"
import { getUser } from "../users/user-store.ts"
import { webEnv } from "../web-env.ts"

/** A dataset as a question may reach it. */
export type ScopedDataset = {
  alias: string
  dataset: Dataset & { dataVersion: DataVersion }
  /** Those that may be seen: all where the reader may use the dataset, else those that the dashboard's cards read. */
  columns: Column[]
  canUse: boolean
}

/** What somebody's question may reach, as their rights are at this moment. */
export type ChatScope = {
  subjectId: ChatSubjectId
  name: string
  datasets: ScopedDataset[]
  filters: readonly Filter[]
  values: FilterValues
  resolved: readonly ResolvedFilter[]
  timezone: string
  /** Of a dashboard. */
  sources: DashboardSources | null
}

/** Who asks about what, under which filters. */
export type ChatReader = { actor: Actor; subjectId: ChatSubjectId; values: FilterValues }

/**
 * Looks up anew what a reader may ask about: nothing is remembered from one tool call to the next, so that whoever
 * loses access is stopped by it.
 * @throws AppError not_found for what one may not see, or no longer; unauthorized for an account that is gone; validation_failed for filter values that do not fit.
 */
export async function openScope({ actor, subjectId, values }: ChatReader): Promise<ChatScope> {
  return scopeOf(await currentActor(actor), subjectId, values)
}

/** What may be asked about, whatever the page's filters are set to, or must be. @throws AppError not_found */
export const openScopeUnfiltered = (actor: Actor, subjectId: ChatSubjectId): Promise<ChatScope> =>
  scopeOf(actor, subjectId, null)

/** `values: null` leaves all filters open. */
function scopeOf(current: Actor, subjectId: ChatSubjectId, values: FilterValues | null): Promise<ChatScope> {
  const dashboardId = DashboardId.safeParse(subjectId).data
  return dashboardId
    ? dashboardScope(current, dashboardId, values)
    : datasetScope(current, DatasetId.parse(subjectId), values)
}

/** @throws AppError not_found for what one may not see, or no longer. */
export async function checkSubject(actor: Actor, subjectId: ChatSubjectId): Promise<void> {
  const dashboardId = DashboardId.safeParse(subjectId).data
  await (dashboardId
    ? findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
    : findPermitted(actor, "view", "dataset", getDataset(DatasetId.parse(subjectId))))
}

/** The actor as they stand now: groups and role may have changed while the model was thinking. */
async function currentActor(actor: Actor): Promise<Actor> {
  const [asker, user] = await Promise.all([readAsker(actor.userId), getUser(actor.userId)])
  if (!asker || !user || user.disabled) throw new AppError("unauthorized", "This account can no longer be used.")
  const isAdmin = actor.role === "admin" && asker.role === "admin"
  return { ...actor, groupIds: asker.groupIds, role: isAdmin ? "admin" : "member" }
}

async function dashboardScope(actor: Actor, dashboardId: DashboardId, values: FilterValues | null): Promise<ChatScope> {
  const { thing: dashboard } = await findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))
  const sources = await readSources(dashboard)
  const shown = await getDatasets(shownDatasets(sources).map(({ id }) => id))
  const timezone = webEnv().CARDLOOM_TIMEZONE
  return {
    subjectId: dashboardId,
    name: dashboard.name,
    datasets: named(shown, (dataset) => {
      const canUse = atLeast(rightOn(actor, dataset), "view")
      return { canUse, columns: canUse ? dataset.columns : columnsOnCards(dataset, sources) }
    }),
    filters: dashboard.filters,
    values: values ?? {},
    resolved: values === null ? [] : resolveFilters(dashboard.filters, values, dayIn(timezone, new Date())),
    timezone,
    sources,
  }
}

async function datasetScope(actor: Actor, datasetId: DatasetId, values: FilterValues | null): Promise<ChatScope> {
  const { thing: dataset } = await findPermitted(actor, "view", "dataset", getDataset(datasetId))
  const timezone = webEnv().CARDLOOM_TIMEZONE
  return {
    subjectId: datasetId,
    name: dataset.name,
    datasets: named([dataset], () => ({ canUse: true, columns: dataset.columns })),
    filters: [],
    values: values ?? {},
    resolved: resolveFilters([], values ?? {}, dayIn(timezone, new Date())),
    timezone,
    sources: null,
  }
}

/** What the dashboard lets its readers see of a dataset that is not theirs: what its cards load, and its filters' columns. */
function columnsOnCards(dataset: Dataset, { cards, dashboard }: DashboardSources): Column[] {
  const names = new Set(dashboard.filters.flatMap((filter) => filterColumnIn(filter, dataset)?.name ?? []))
  for (const card of cards.values()) {
    for (const { alias, datasetId } of card.datasets) {
      if (datasetId !== dataset.id) continue
      const declared = declaredColumnsOf(card, alias)
      if (declared === null) return dataset.columns
      for (const name of declared) names.add(name)
    }
  }
  return dataset.columns.filter(({ name }) => names.has(name))
}

function named(
  datasets: readonly StoredDataset[],
  seenAs: (dataset: StoredDataset) => Pick<ScopedDataset, "canUse" | "columns">,
): ScopedDataset[] {
  const ready = datasets.filter(hasData)
  const aliases = sqlAliases(ready.map(({ name }) => name))
  return ready.map((dataset, index) => ({ alias: aliases[index] ?? dataset.id, dataset, ...seenAs(dataset) }))
}

const hasData = (dataset: StoredDataset): dataset is StoredDataset & { dataVersion: DataVersion } =>
  dataset.dataVersion !== null
