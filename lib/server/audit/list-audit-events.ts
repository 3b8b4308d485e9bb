import "server-only"
import type { z } from "zod"
import type { Page } from "#lib/domain/api.ts"
import { AppError } from "#lib/domain/app-error.ts"
import type { AuditEvent } from "#lib/domain/audit.ts"
import { countDays, daysBefore } from "#lib/domain/days.ts"
import type { exportAuditEvents, listAuditEvents as listEndpoint } from "#lib/domain/endpoints/audit.ts"
import { positionOf, readEvents, type AuditFilter } from "./audit-store.ts"

const DEFAULT_DAYS = 30
/** Without a person or an object the log is read day by day: what a single question may ask for. */
const MAX_DAYS = 366
const CHUNK = 500

type Search = z.output<typeof exportAuditEvents.query>

/** @throws AppError validation_failed for days the wrong way round or too many, and for a cursor that is not ours. */
export async function listAuditEvents(query: z.output<typeof listEndpoint.query>): Promise<Page<AuditEvent>> {
  const { limit, cursor, ...search } = query
  if (cursor !== undefined && !/^\d{4}-\d\d-\d\dT[\d:.]+Z\.aud_[0-9a-z]+$/.test(cursor))
    throw new AppError("validation_failed", "The cursor is not one this list has given. Start again without it.")
  const filter = filterOf(search, new Date())
  // One more than is shown tells whether there are more.
  const chunk = filter.type === undefined ? limit + 1 : CHUNK
  const data: AuditEvent[] = []
  for await (const event of readEvents(filter, chunk, cursor)) {
    const last = data.at(-1)
    if (data.length === limit && last) return { data, nextCursor: positionOf(last) }
    data.push(event)
  }
  return { data, nextCursor: null }
}

/** All that fits, newest first, as it is read. @throws AppError validation_failed, before anything is read. */
export const searchAuditEvents = (search: Search): AsyncGenerator<AuditEvent> =>
  readEvents(filterOf(search, new Date()), CHUNK)

function filterOf({ from, to, ...rest }: Search, now: Date): AuditFilter {
  const last = to ?? now.toISOString().slice(0, 10)
  const first = from ?? daysBefore(last, DEFAULT_DAYS - 1)
  const count = countDays(first, last)
  if (count < 1) throw new AppError("validation_failed", `The first day, ${first}, is after the last, ${last}.`)
  if (count > MAX_DAYS && rest.userId === undefined && rest.targetId === undefined)
    throw new AppError(
      "validation_failed",
      `That is ${count} days. Ask for ${MAX_DAYS} at most, or name a person or an object.`,
    )
  return { ...rest, from: first, to: last }
}
