/** How a SQL card's rows are drawn. The runtime turns rows and chart into the same displays as Python cards return. */
import { z } from "zod"

/** A column of the query's result. */
const ChartColumn = z.string().min(1).max(1000)
/** One column, or several side by side. */
const ChartColumns = z.union([ChartColumn, z.array(ChartColumn).max(20)])

const axes = {
  /** Absent: the result's first column. */
  x: ChartColumn.optional(),
  /** Absent, or none: every other column of numbers. */
  y: ChartColumns.optional(),
  /** A column whose values become traces of their own, in colours of their own. */
  series: ChartColumn.optional(),
}

/** Absent: "number". `currency:` takes an ISO 4217 code. */
const NumberFormat = z.string().regex(/^(number|percent|compact|duration|currency:[A-Z]{3})$/, {
  error: "must be number, percent, compact, duration or currency: with a code such as currency:EUR",
})

export const ChartSpec = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("table") }),
  z.strictObject({
    type: z.literal("bar"),
    ...axes,
    stacked: z.boolean().optional(),
    horizontal: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal("line"), ...axes }),
  /** Stacked unless it says otherwise: areas behind each other hide each other. */
  z.strictObject({ type: z.literal("area"), ...axes, stacked: z.boolean().optional() }),
  z.strictObject({ type: z.literal("scatter"), ...axes }),
  /** `x` names the slices, `y` is their size. */
  z.strictObject({ type: z.literal("pie"), x: axes.x, y: ChartColumns.optional() }),
  /** The first row's `y`. */
  z.strictObject({
    type: z.literal("number"),
    y: ChartColumn.optional(),
    label: z.string().max(200).optional(),
    format: NumberFormat.optional(),
  }),
])
export type ChartSpec = z.infer<typeof ChartSpec>

export const CHART_TYPES = ChartSpec.options.map(({ shape }) => shape.type.value)
export type ChartType = ChartSpec["type"]
