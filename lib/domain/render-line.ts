import { z } from "zod"
import { MimeBundle } from "./display.ts"
import { FilterId } from "./filter.ts"
import { CardId } from "./ids.ts"
import { CardError, CardResult, CardTimings } from "./job-contract.ts"

/** What one tile shows. A card that fails is a result too: `error` stands in place of `display`. */
export const TileResult = z.object({
  itemId: z.string(),
  cardId: CardId,
  display: MimeBundle.optional(),
  error: CardError.or(
    z.object({
      code: z.enum(["unavailable", "not_found"]),
      type: z.string(),
      message: z.string(),
      hint: z.string().optional(),
    }),
  ).optional(),
  stdout: z.string(),
  warnings: z.array(z.string()),
  /** The ids of the set filters that reached the card's data. */
  filtersApplied: z.array(FilterId),
  /** Whether the card was run before, for this reader or one with equal rights, and not again now. */
  cached: z.boolean(),
  /** An earlier result, of older data or beyond its age; the line with the present one follows. */
  stale: z.boolean().optional(),
  /** When the card was run; absent where it was not. */
  ranAt: z.iso.datetime().optional(),
  /** When the oldest data the card read was published; null for a card without datasets. */
  asOf: z.iso.datetime().nullable(),
  /** Why the data the card reads are older than they should be, as a sentence; absent when they are not. */
  dataStale: z.string().optional(),
  inputRows: z.int().nonnegative(),
  filteredRows: z.int().nonnegative(),
  timings: CardTimings.optional(),
})
export type TileResult = z.infer<typeof TileResult>

/** The lines of POST /api/dashboards/:id/render. Without the last one the stream was cut. */
export const RenderLine = z.union([z.object({ done: z.literal(true) }), TileResult])
export type RenderLine = z.infer<typeof RenderLine>

/** The answer of the two card preview routes. */
export const CardPreview = CardResult.extend({
  filtersApplied: z.array(FilterId),
  asOf: z.iso.datetime().nullable(),
  dataStale: z.string().optional(),
})
export type CardPreview = z.infer<typeof CardPreview>
