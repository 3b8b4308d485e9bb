import { z } from "zod"

export const ColumnType = z.enum([
  "int64",
  "double",
  "decimal",
  "boolean",
  "date",
  "timestamp",
  "timestamptz",
  "string",
])
export type ColumnType = z.infer<typeof ColumnType>

export const Column = z.object({ name: z.string().min(1).max(1000), type: ColumnType })
export type Column = z.infer<typeof Column>

/** A cell as it travels: decimals, integers beyond 2^53, dates and times are strings. */
export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Cell = z.infer<typeof Cell>
