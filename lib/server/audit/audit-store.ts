import "server-only"
import { AuditEvent } from "#lib/domain/audit.ts"
import { perDatabase } from "../db/client.ts"
import { auditEventEntity } from "./audit.entity.ts"

const auditEvents = perDatabase(auditEventEntity)

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
