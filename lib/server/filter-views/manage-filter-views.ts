import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Filter, FilterValues } from "#lib/domain/filter.ts"
import type { FilterView, FilterViewDraft, FilterViewPatch, FilterViewSummary } from "#lib/domain/filter-view.ts"
import { fittingValues } from "#lib/domain/fitting-values.ts"
import { newId, type DashboardId, type FilterViewId } from "#lib/domain/ids.ts"
import { atLeast } from "#lib/domain/permissions.ts"
import { dayIn } from "#lib/domain/relative-range.ts"
import { resolveFilters } from "#lib/domain/resolve-filters.ts"
import type { Right } from "#lib/domain/right.ts"
import type { Actor } from "#lib/domain/user.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDashboard } from "../dashboards/dashboard-store.ts"
import { webEnv } from "../web-env.ts"
import * as store from "./filter-view-store.ts"

type NamedDashboard = { actor: Actor; dashboardId: DashboardId }
type NamedView = NamedDashboard & { filterViewId: FilterViewId }

/** Of one person, or shared by all of a dashboard: a list to choose from holds no more. */
const MAX_VIEWS = 100

/** The actor's own views, then the shared ones, each by name; of their values those that the dashboard's filters still understand. @throws AppError not_found. */
export async function listFilterViews({ actor, dashboardId }: NamedDashboard): Promise<FilterViewSummary[]> {
  const { thing, right } = await findDashboard({ actor, dashboardId })
  const [own, shared] = await Promise.all([
    store.listViews({ dashboardId, audience: actor.userId }),
    store.listViews({ dashboardId, audience: "shared" }),
  ])
  return [...own, ...shared].map((view) => summaryOf(view, right, thing.filters))
}

/** @throws AppError not_found; forbidden for a shared one by a viewer; validation_failed; conflict beyond MAX_VIEWS. */
export async function createFilterView({
  actor,
  dashboardId,
  draft,
}: NamedDashboard & { draft: FilterViewDraft }): Promise<FilterViewSummary> {
  const { thing, right } = await findDashboard({ actor, dashboardId })
  if (draft.scope === "shared" && !atLeast(right, "edit")) throw notYours("keep a shared view")
  checkValues(thing.filters, draft.values)
  const audience = store.audienceOf({ scope: draft.scope, ownerId: actor.userId })
  if ((await store.listViews({ dashboardId, audience })).length >= MAX_VIEWS)
    throw new AppError("conflict", `There are ${MAX_VIEWS} views already. Delete one that nobody needs any more.`)
  const now = new Date().toISOString()
  const view: FilterView = {
    ...draft,
    id: newId("fv"),
    dashboardId,
    ownerId: actor.userId,
    createdAt: now,
    updatedAt: now,
  }
  await store.createView(view)
  return summaryOf(view, right, thing.filters)
}

/** @throws AppError not_found; forbidden for a shared one by a viewer; validation_failed. */
export async function updateFilterView({
  patch,
  ...named
}: NamedView & { patch: FilterViewPatch }): Promise<FilterViewSummary> {
  const { view, right, filters } = await findView(named)
  if (!canEdit(view, right)) throw notYours("change a shared view")
  if (patch.values) checkValues(filters, patch.values)
  return summaryOf(await store.updateView(view, patch), right, filters)
}

/** @throws AppError not_found; forbidden for a shared one by a viewer. */
export async function deleteFilterView(named: NamedView): Promise<void> {
  const { view, right } = await findView(named)
  if (!canEdit(view, right)) throw notYours("delete a shared view")
  await store.deleteView(view)
}

const findDashboard = ({ actor, dashboardId }: NamedDashboard) =>
  findPermitted(actor, "view", "dashboard", getDashboard(dashboardId))

/** A personal view of somebody else is not there, not even for an admin. */
async function findView({ actor, dashboardId, filterViewId }: NamedView) {
  const { thing, right } = await findDashboard({ actor, dashboardId })
  const view =
    (await store.getView({ dashboardId, audience: actor.userId }, filterViewId)) ??
    (await store.getView({ dashboardId, audience: "shared" }, filterViewId))
  if (!view) throw new AppError("not_found", "There is no such view. It may have been deleted.")
  return { view, right, filters: thing.filters }
}

const canEdit = ({ scope }: FilterView, right: Right): boolean => scope === "personal" || atLeast(right, "edit")

const summaryOf = (view: FilterView, right: Right, filters: readonly Filter[]): FilterViewSummary => ({
  ...view,
  values: fittingValues(filters, view.values),
  canEdit: canEdit(view, right),
})

/** @throws AppError validation_failed */
const checkValues = (filters: readonly Filter[], values: FilterValues): void => {
  resolveFilters(filters, values, dayIn(webEnv().CARDLOOM_TIMEZONE, new Date()))
}

const notYours = (act: string): AppError =>
  new AppError("forbidden", `Only those who may edit this dashboard may ${act}. A personal one is yours to keep.`)
