import { z } from "zod"
import { FilterValues } from "./filter.ts"
import { DashboardId, FilterViewId, UserId } from "./ids.ts"

const fields = {
  name: z.string().trim().min(1, "give the view a name").max(100),
  values: FilterValues,
  /** personal: only its maker sees it. shared: all readers of the dashboard do, and its editors may change it. */
  scope: z.enum(["personal", "shared"]),
  /** Applied when the dashboard is opened without filters in its address: a personal one before the shared one. */
  isDefault: z.boolean(),
}

export const FilterViewDraft = z.strictObject({
  ...fields,
  scope: fields.scope.default("personal"),
  isDefault: fields.isDefault.default(false),
})
export type FilterViewDraft = z.infer<typeof FilterViewDraft>

export const FilterViewPatch = z
  .strictObject(fields)
  .omit({ scope: true })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type FilterViewPatch = z.infer<typeof FilterViewPatch>

/** A named state of a dashboard's filters. */
export const FilterView = z.object({
  id: FilterViewId,
  dashboardId: DashboardId,
  ...fields,
  ownerId: UserId,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type FilterView = z.infer<typeof FilterView>

/** A view with what the asker may do with it. */
export const FilterViewSummary = FilterView.extend({ canEdit: z.boolean() })
export type FilterViewSummary = z.infer<typeof FilterViewSummary>
