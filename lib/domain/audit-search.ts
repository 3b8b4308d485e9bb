import { z } from "zod"
import { AuditType } from "./audit.ts"

const text = z
  .string()
  .trim()
  .max(300)
  .transform((typed) => typed || undefined)
  .optional()
  .catch(undefined)

/** What the audit page's address asks for; what it can't mean is left out. */
export const AuditSearch = z.object({
  type: AuditType.optional().catch(undefined),
  /** An e-mail address or a user's id. */
  person: text,
  targetId: text,
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  cursor: text,
})
export type AuditSearch = z.infer<typeof AuditSearch>

/** The query string for a search, with its question mark; empty for a search for everything. */
export function auditQuery(search: Record<string, string | undefined>): string {
  const filled = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return filled.length === 0 ? "" : `?${new URLSearchParams(filled).toString()}`
}
