import { z } from "zod"
import { Column } from "./column.ts"
import { Json, JsonObject } from "./json.ts"

/** A table of at most 10,000 rows, cells in the order of `columns`. `totalRows` counts those that stayed behind too. */
export const TableDisplay = z.object({
  columns: z.array(Column),
  rows: z.array(z.array(Json)),
  totalRows: z.int().nonnegative(),
})
export type TableDisplay = z.infer<typeof TableDisplay>

export const KpiDisplay = z.object({
  value: z.union([z.number(), z.string(), z.null()]),
  label: z.string().nullish(),
  delta: z.number().nullish(),
  /** A d3-format-like hint: "number" | "percent" | "currency:EUR" | "compact" | "duration". */
  format: z.string().nullish(),
  /** The direction that is good news: decides the colour of the delta. */
  good: z.enum(["up", "down", "none"]).default("up"),
  trend: z.array(z.number().nullable()).nullish(),
})
export type KpiDisplay = z.infer<typeof KpiDisplay>

/**
 * What a card drew, by MIME type as in Jupyter. The first of the order below that is present is shown;
 * `text/plain` is the fallback of every display.
 */
export const MimeBundle = z
  .object({
    "application/vnd.plotly.v1+json": JsonObject,
    "application/vnd.vegalite.v5+json": JsonObject,
    "application/vnd.cardloom.kpi+json": KpiDisplay,
    "application/vnd.dataresource+json": TableDisplay,
    "text/html": z.string(),
    "image/svg+xml": z.string(),
    /** Base64. */
    "image/png": z.string(),
    "text/markdown": z.string(),
    "text/plain": z.string(),
  })
  .partial()
export type MimeBundle = z.infer<typeof MimeBundle>
export type MimeType = keyof MimeBundle
