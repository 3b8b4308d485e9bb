import { z } from "zod"
import { Filter, FilterId } from "./filter.ts"
import { CardId, DashboardId, UserId } from "./ids.ts"
import { JsonObject } from "./json.ts"

/** The grid's width in columns; x and w count them. */
export const GRID_COLUMNS = 12
const MAX_ITEMS = 100

const ItemId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, - or _")

/** One tile: a card or a text (Markdown). */
export const LayoutItem = z
  .strictObject({
    itemId: ItemId,
    cardId: CardId.optional(),
    text: z.string().max(20_000).optional(),
    x: z
      .int()
      .min(0)
      .max(GRID_COLUMNS - 1),
    y: z.int().min(0).max(10_000),
    w: z.int().min(1).max(GRID_COLUMNS),
    h: z.int().min(1).max(100),
    title: z.string().max(200).optional(),
    params: JsonObject.optional(),
    ignoredFilterIds: z.array(FilterId).optional(),
  })
  .refine((item) => (item.cardId === undefined) !== (item.text === undefined), "a tile holds either cardId or text")
  .refine((item) => item.x + item.w <= GRID_COLUMNS, `x + w must not exceed ${GRID_COLUMNS}`)
export type LayoutItem = z.infer<typeof LayoutItem>

/** As a request may send it: tiles without itemId get one. */
const LayoutInput = z
  .array(z.preprocess(withItemId, LayoutItem))
  .max(MAX_ITEMS)
  .refine((items) => new Set(items.map(({ itemId }) => itemId)).size === items.length, "itemIds must differ")

function withItemId(item: unknown): unknown {
  return typeof item === "object" && item !== null && !("itemId" in item)
    ? { ...item, itemId: crypto.randomUUID().slice(0, 8) }
    : item
}

const fields = {
  name: z.string().trim().min(1, "give the dashboard a name").max(200),
  description: z.string().max(10_000),
  layout: LayoutInput,
  filters: z
    .array(Filter)
    .max(30)
    .refine((filters) => new Set(filters.map(({ id }) => id)).size === filters.length, "filter ids must differ"),
}

export const DashboardDraft = z.strictObject({
  ...fields,
  description: fields.description.default(""),
  layout: fields.layout.default([]),
  filters: fields.filters.default([]),
})
export type DashboardDraft = z.infer<typeof DashboardDraft>

export const DashboardPatch = z
  .strictObject(fields)
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, "name at least one field to change")
export type DashboardPatch = z.infer<typeof DashboardPatch>

export const Dashboard = z.object({
  id: DashboardId,
  name: fields.name,
  description: fields.description,
  layout: z.array(LayoutItem),
  filters: z.array(Filter),
  ownerId: UserId,
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Dashboard = z.infer<typeof Dashboard>
