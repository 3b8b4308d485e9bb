import "server-only"
import type { Actor } from "#lib/domain/user.ts"
import { recordAudit, type AuditDraft } from "./record-audit.ts"

const ONCE_EVERY_MS = 60_000
const MAX_REMEMBERED = 10_000

/** When each refusal was last written down, oldest first; of this process, which is enough to keep a loop from flooding. */
const lastRecorded = new Map<string, number>()

type Denied = Pick<AuditDraft, "targetId" | "targetName" | "details"> & {
  actor: Pick<Actor, "userId" | "via">
  /** What was refused, where there is no object: a route, say. */
  what: string
}

/** Writes down that somebody who is signed in was refused something: once a minute for each person and thing. Never throws. */
export async function recordDenied({ actor, what, ...event }: Denied, nowMs = Date.now()): Promise<void> {
  const key = `${actor.userId} ${event.targetId ?? what}`
  const last = lastRecorded.get(key)
  if (last !== undefined && nowMs - last < ONCE_EVERY_MS) return
  lastRecorded.delete(key)
  lastRecorded.set(key, nowMs)
  for (const [oldest] of lastRecorded) {
    if (lastRecorded.size <= MAX_REMEMBERED) break
    lastRecorded.delete(oldest)
  }
  await recordAudit({
    type: "access.denied",
    ...event,
    details: { what, ...event.details },
    by: { userId: actor.userId, via: actor.via },
  })
}
