import "server-only"
import { z } from "zod"
import { ChatSubjectId } from "#lib/domain/chat.ts"
import { FilterValues } from "#lib/domain/filter.ts"
import { QueryId } from "#lib/domain/ids.ts"

/** What was looked up, apart from what it was looked up in. */
export const Lookup = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sql"), sql: z.string(), purpose: z.string() }),
  z.object({
    kind: z.literal("values"),
    alias: z.string(),
    column: z.string(),
    search: z.string(),
    limit: z.int().positive(),
  }),
  z.object({ kind: z.literal("card"), itemId: z.string() }),
])
export type Lookup = z.infer<typeof Lookup>

export const StoredQuery = z.object({
  queryId: QueryId,
  subjectId: ChatSubjectId,
  lookup: Lookup,
  /** The page's filter values at the time. */
  filters: FilterValues,
})
export type StoredQuery = z.infer<typeof StoredQuery>
