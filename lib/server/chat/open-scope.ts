import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { ChatSubjectId } from "#lib/domain/chat.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import { DashboardId, DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { shownDatasets } from "../dashboards/read-filter-values.ts"
import { readSources } from "../dashboards/render-dashboard.ts"
import { getDataset, getDatasets } from "../datasets/dataset-store.ts"
import { reopenLink } from "../links/open-link.ts"
import { readAsker } from "../users/read-asker.ts"
import { getUser } from "../users/user-store.ts"
import { webEnv } from "../web-env.ts"
import type { ChatAsker } from "./chat-asker.ts"
import { columnsOnCards, scopeDatasets, type ChatScope } from "./chat-scope.ts"
import { linkScope } from "./link-scope.ts"

/** Who asks about what, under which filters. */
export type ChatReader = { asker: ChatAsker; subjectId: ChatSubjectId; values: FilterValues }

/**
 * Looks up anew what a reader may ask about: nothing is remembered from one tool call to the next, so that whoever
 * loses access is stopped by it.
 * @throws AppError not_found for what one may not see, or no longer; unauthorized for an account that is gone, or a link
 *   whose password was changed; validation_failed for filter values that do not fit; unavailable for a link's locks.
 */
export async function openScope({ asker, subjectId, values }: ChatReader): Promise<ChatScope> {
  return asker.kind === "link"
    ? linkScope(await reopenLink(asker.key), values)
    : scopeOf(await currentActor(asker.actor), subjectId, values)
}

/** What may be asked about, whatever the page's filters are set to, or must be. @throws AppError as openScope */
export async function openScopeUnfiltered({ asker, subjectId }: Omit<ChatReader, "values">): Promise<ChatScope> {
  return asker.kind === "link" ? linkScope(await reopenLink(asker.key), null) : scopeOf(asker.actor, subjectId, null)
}

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
  const { filters } = dashboard
  const resolved = values === null ? [] : resolveFilters(filters, values, dayIn(timezone, new Date()))
  return {
    subjectId: dashboardId,
    name: dashboard.name,
    datasets: scopeDatasets(shown, (dataset) => {
      const canUse = atLeast(rightOn(actor, dataset), "view")
      const columns = canUse ? dataset.columns : columnsOnCards(dataset, sources, filters)
      return { canUse, columns, isWhole: true }
    }),
    filters,
    values: values ?? {},
    holding: { filters, resolved },
    timezone,
    sources,
    link: null,
  }
}

async function datasetScope(actor: Actor, datasetId: DatasetId, values: FilterValues | null): Promise<ChatScope> {
  const { thing: dataset } = await findPermitted(actor, "view", "dataset", getDataset(datasetId))
  const timezone = webEnv().CARDLOOM_TIMEZONE
  return {
    subjectId: datasetId,
    name: dataset.name,
    datasets: scopeDatasets([dataset], () => ({ canUse: true, columns: dataset.columns, isWhole: true })),
    filters: [],
    values: values ?? {},
    holding: { filters: [], resolved: resolveFilters([], values ?? {}, dayIn(timezone, new Date())) },
    timezone,
    sources: null,
    link: null,
  }
}
