import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { Page } from "#lib/domain/api.ts"
import type { AuditEvent } from "#lib/domain/audit.ts"
import type { AuditSearch } from "#lib/domain/audit-search.ts"
import { UserId } from "#lib/domain/ids.ts"
import { getUser, getUserByEmail } from "../users/user-store.ts"
import { listAuditEvents } from "./list-audit-events.ts"

const EVENTS_A_PAGE = 100

export type AuditResult = {
  /** The person asked for, as ids go; their address, for the form. */
  userId: UserId | undefined
  person: string | undefined
} & ({ page: Page<AuditEvent> } | { problem: string })

/** What the audit page shows for a search; a search that can't be answered is a problem in words. */
export async function searchAuditPage({ person, ...search }: AuditSearch): Promise<AuditResult> {
  const id = UserId.safeParse(person).data
  const user = person === undefined ? null : await (id ? getUser(id) : getUserByEmail(person))
  const found = { userId: user?.id ?? id, person: user?.email ?? person }
  if (person !== undefined && found.userId === undefined)
    return { ...found, problem: `Nobody here has the address ${person}.` }
  try {
    return { ...found, page: await listAuditEvents({ ...search, userId: found.userId, limit: EVENTS_A_PAGE }) }
  } catch (error) {
    if (error instanceof AppError && error.code === "validation_failed") return { ...found, problem: error.message }
    throw error
  }
}
