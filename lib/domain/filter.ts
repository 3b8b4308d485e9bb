import { z } from "zod"

export const RelativeRange = z.enum([
  "today",
  "yesterday",
  "last_7_days",
  "last_30_days",
  "last_90_days",
  "this_month",
  "last_month",
  "this_quarter",
  "last_quarter",
  "this_year",
  "last_year",
  "year_to_date",
])
export type RelativeRange = z.infer<typeof RelativeRange>

/** `2024-02-29`; an impossible day is refused. */
export const IsoDate = z.iso.date()

/** null is the empty cell; an empty list keeps no row; an absent filter keeps all. */
export const CategoryValue = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).max(10_000)
/** Both ends included. */
export const AbsoluteDateRange = z
  .strictObject({ start: IsoDate.optional(), end: IsoDate.optional() })
  .refine((range) => !range.start || !range.end || range.start <= range.end, "start must not be after end")
export type AbsoluteDateRange = z.infer<typeof AbsoluteDateRange>
export const DateRangeValue = z.union([z.strictObject({ relative: RelativeRange }), AbsoluteDateRange])
export type DateRangeValue = z.infer<typeof DateRangeValue>
/** Both ends included. */
export const NumberRangeValue = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .refine(
    (range) => range.min === undefined || range.max === undefined || range.min <= range.max,
    "min must not be above max",
  )
export const TextValue = z.string().max(1000)

export const FilterValue = z.union([CategoryValue, DateRangeValue, NumberRangeValue, TextValue])
export type FilterValue = z.infer<typeof FilterValue>

export const FilterId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1 to 64 letters, digits, - or _")
export type FilterId = z.infer<typeof FilterId>
export const FilterType = z.enum(["category", "date_range", "number_range", "text"])
export type FilterType = z.infer<typeof FilterType>

const VALUE_SCHEMA = {
  category: CategoryValue,
  date_range: DateRangeValue,
  number_range: NumberRangeValue,
  text: TextValue,
} as const

/** The schema of a filter's value, by the filter's type. */
export const valueSchemaOf = (type: FilterType): z.ZodType<FilterValue> => VALUE_SCHEMA[type]

/** A page filter. `columnByDataset` names the column where a dataset calls it otherwise. */
export const Filter = z
  .strictObject({
    id: FilterId,
    type: FilterType,
    label: z.string().min(1).max(100),
    column: z.string().min(1).max(1000),
    columnByDataset: z.record(z.string(), z.string().min(1)).optional(),
    multi: z.boolean().optional(),
    required: z.boolean().optional(),
    default: FilterValue.optional(),
  })
  .superRefine((filter, context) => {
    if (filter.default === undefined) return
    const parsed = valueSchemaOf(filter.type).safeParse(filter.default)
    if (!parsed.success)
      context.addIssue({ code: "custom", path: ["default"], message: `does not fit a ${filter.type} filter` })
  })
export type Filter = z.infer<typeof Filter>

/** Filter values by filter id, as a request carries them; each is checked against its filter in resolve-filters.ts. */
export const FilterValues = z.record(z.string(), z.unknown())
export type FilterValues = Record<string, unknown>

/** A filter with its value settled: defaults applied, relative dates made absolute. `null` = not set. */
export const ResolvedFilter = z.discriminatedUnion("type", [
  z.object({ id: FilterId, type: z.literal("category"), value: CategoryValue.nullable() }),
  z.object({
    id: FilterId,
    type: z.literal("date_range"),
    value: z.object({ start: IsoDate.optional(), end: IsoDate.optional() }).nullable(),
  }),
  z.object({
    id: FilterId,
    type: z.literal("number_range"),
    value: z.object({ min: z.number().optional(), max: z.number().optional() }).nullable(),
  }),
  z.object({ id: FilterId, type: z.literal("text"), value: TextValue.nullable() }),
])
export type ResolvedFilter = z.infer<typeof ResolvedFilter>

/**
 * What the slicer keeps: rows for which all predicates hold.
 * Bounds are ISO strings for dates and times (instants with offset for timestamptz) and numbers otherwise.
 */
export const Predicate = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("in"), column: z.string(), values: CategoryValue }),
  z.strictObject({
    op: z.literal("range"),
    column: z.string(),
    gte: z.union([z.string(), z.number()]).optional(),
    lte: z.union([z.string(), z.number()]).optional(),
    lt: z.union([z.string(), z.number()]).optional(),
  }),
  /** Case-insensitive, and literal: `%` is a percent sign. */
  z.strictObject({ op: z.literal("contains"), column: z.string(), text: z.string() }),
])
export type Predicate = z.infer<typeof Predicate>
