import "server-only"
import { Service } from "electrodb"
import { FilterView } from "#lib/domain/filter-view.ts"
import type { DashboardId, FilterViewId, UserId } from "#lib/domain/ids.ts"
import { perDatabase } from "../db/client.ts"
import { checkItemSize } from "../db/item-size.ts"
import { readAll } from "../db/page.ts"
import { notFound } from "../db/version-conflict.ts"
import { defaultViewEntity, filterViewEntity } from "./filter-view.entity.ts"

const tables = perDatabase(
  (database) =>
    new Service({ filterView: filterViewEntity(database), defaultView: defaultViewEntity(database) }, database),
)

/** Who sees a view: one person, or all readers of its dashboard. */
export type Audience = UserId | "shared"
type Whose = { dashboardId: DashboardId; audience: Audience }

export const audienceOf = ({ scope, ownerId }: Pick<FilterView, "scope" | "ownerId">): Audience =>
  scope === "shared" ? "shared" : ownerId

const parseView = (item: { id: string; audience: string }, defaultId: string | null): FilterView =>
  FilterView.parse({
    ...item,
    scope: item.audience === "shared" ? "shared" : "personal",
    isDefault: item.id === defaultId,
  })

/** By name. */
export async function listViews(whose: Whose): Promise<FilterView[]> {
  const [items, defaultId] = await Promise.all([
    readAll((options) =>
      tables()
        .entities.filterView.query.byAudience(whose)
        .go({ ...options, consistent: true }),
    ),
    readDefaultId(whose),
  ])
  return items.map((item) => parseView(item, defaultId)).sort((a, b) => a.name.localeCompare(b.name))
}

export async function getView(whose: Whose, id: FilterViewId): Promise<FilterView | null> {
  const [{ data }, defaultId] = await Promise.all([
    tables()
      .entities.filterView.get({ ...whose, id })
      .go({ consistent: true }),
    readDefaultId(whose),
  ])
  return data && parseView(data, defaultId)
}

/** Throws too_large. */
export async function createView(view: FilterView): Promise<void> {
  const { scope: _scope, isDefault, ...rest } = view
  const item = { ...rest, audience: audienceOf(view) }
  checkItemSize("view", item)
  await tables().entities.filterView.create(item).go()
  if (isDefault) await setDefault(view, true)
}

/** Throws not_found, too_large. */
export async function updateView(
  view: FilterView,
  { isDefault, ...patch }: Partial<Pick<FilterView, "name" | "values" | "isDefault">>,
): Promise<FilterView> {
  const next = { ...view, ...patch, isDefault: isDefault ?? view.isDefault, updatedAt: new Date().toISOString() }
  checkItemSize("view", next)
  const { rejected } = await tables()
    .entities.filterView.patch({ dashboardId: view.dashboardId, audience: audienceOf(view), id: view.id })
    .set({ name: next.name, values: next.values, updatedAt: next.updatedAt })
    .go({ returnOnConditionCheckFailure: true })
  if (rejected) throw notFound("view")
  if (isDefault !== undefined && isDefault !== view.isDefault) await setDefault(view, isDefault)
  return next
}

export async function deleteView(view: FilterView): Promise<void> {
  const whose = { dashboardId: view.dashboardId, audience: audienceOf(view) }
  await tables()
    .entities.filterView.delete({ ...whose, id: view.id })
    .go()
  if (view.isDefault) await setDefault(view, false)
}

/** A view stops being the default only if it (still) is. */
async function setDefault(view: FilterView, isDefault: boolean): Promise<void> {
  const whose = { dashboardId: view.dashboardId, audience: audienceOf(view) }
  const { defaultView } = tables().entities
  if (isDefault) {
    await defaultView.put({ ...whose, filterViewId: view.id }).go()
    return
  }
  // Typed as the database knows it.
  const id: string = view.id
  await defaultView
    .remove(whose)
    .where(({ filterViewId }, { eq }) => eq(filterViewId, id))
    .go({ returnOnConditionCheckFailure: true })
}

async function readDefaultId(whose: Whose): Promise<string | null> {
  const { data } = await tables().entities.defaultView.get(whose).go({ consistent: true })
  return data?.filterViewId ?? null
}
