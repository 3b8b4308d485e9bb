import "server-only"
import { AuditEvent, type AuditType } from "#lib/domain/audit.ts"
import { dayAfter, daysDown } from "#lib/domain/days.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { perDatabase } from "../db/client.ts"
import { auditEventEntity } from "./audit.entity.ts"

const auditEvents = perDatabase(auditEventEntity)

const StoredItem = AuditEvent.extend({
  userId: AuditEvent.shape.userId.default(null),
  targetId: AuditEvent.shape.targetId.default(null),
  targetName: AuditEvent.shape.targetName.default(null),
  requestId: AuditEvent.shape.requestId.default(null),
})

/** Where an event stands among all: text that sorts by time. */
export const positionOf = ({ at, id }: Pick<AuditEvent, "at" | "id">): string => `${at}.${id}`

/** Writes an event down, once; there is no way to change or delete one. */
export async function putAuditEvent(event: AuditEvent): Promise<void> {
  const { userId, targetId, targetName, requestId, ...rest } = event
  await auditEvents()
    .create({
      ...rest,
      day: event.at.slice(0, 10),
      position: positionOf(event),
      userId: userId ?? undefined,
      targetId: targetId ?? undefined,
      targetName: targetName ?? undefined,
      requestId: requestId ?? undefined,
    })
    .go()
}

/** Days as YYYY-MM-DD in UTC, both included. */
export type AuditFilter = {
  type?: AuditType | undefined
  userId?: UserId | undefined
  targetId?: string | undefined
  from: string
  to: string
}

/**
 * The events that fit, newest first, read as they are asked for, `chunk` at a time: by the object, by the person, or
 * day by day, and filtered for the rest. `before` is the position of an event that has been read already.
 */
export async function* readEvents(filter: AuditFilter, chunk: number, before?: string): AsyncGenerator<AuditEvent> {
  const { type, userId, targetId, from, to } = filter
  // A position is longer than a day's name, so none equals the first bound, nor the last unless it is `before`.
  const end = dayAfter(to)
  const bounds = [{ position: from }, { position: before !== undefined && before < end ? before : end }] as const
  for (const find of queriesFor(filter, bounds)) {
    let cursor: string | null = null
    do {
      const answer = await find({ limit: chunk, cursor, order: "desc" })
      for (const item of answer.data) {
        const event = StoredItem.parse(item)
        const fits =
          (type === undefined || event.type === type) &&
          (userId === undefined || event.userId === userId) &&
          (targetId === undefined || event.targetId === targetId)
        if (fits && positionOf(event) !== before) yield event
      }
      cursor = answer.cursor
    } while (cursor !== null)
  }
}

type Bounds = readonly [{ position: string }, { position: string }]
type Options = { limit: number; cursor: string | null; order: "desc" }
type Find = (options: Options) => Promise<{ data: unknown[]; cursor: string | null }>

function queriesFor({ userId, targetId, from }: AuditFilter, [first, last]: Bounds): Iterable<Find> {
  const { query } = auditEvents()
  if (targetId !== undefined) return [(options) => query.byTarget({ targetId }).between(first, last).go(options)]
  if (userId !== undefined) return [(options) => query.byUser({ userId }).between(first, last).go(options)]
  return daysDown(last.position.slice(0, 10), from).map(
    (day): Find =>
      (options) =>
        query
          .byDay({ day })
          .between(first, last)
          .go({ ...options, consistent: true }),
  )
}
