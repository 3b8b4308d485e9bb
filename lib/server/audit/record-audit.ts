import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { AuditEvent, AuditType } from "#lib/domain/audit.ts"
import { newId, type UserId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { log } from "../log.ts"
import { getUser } from "../users/user-store.ts"
import { putAuditEvent } from "./audit-store.ts"
import { requestContext } from "./request-context.ts"

/**
 * Acts that let somebody in, or further in: they must not happen unrecorded. Record them before the write that does
 * them, after all checks: then an entry may stand for an act that failed, never an act for no entry.
 */
const MUST_BE_RECORDED: ReadonlySet<AuditType> = new Set<AuditType>([
  "user.created",
  "user.enabled",
  "user.role_changed",
  "user.password_reset",
  "group.member_added",
  "token.created",
  "share.added",
  "share.changed",
  "owner.changed",
  "link.created",
  "link.changed",
  "link.rotated",
])

export type AuditDraft = {
  type: AuditType
  targetId?: string | null
  targetName?: string | null
  /** More, by type; never a secret. */
  details?: Record<string, unknown>
  /**
   * Who did it, where that is not whoever the request is from: a sign-in (`userId` known, or null with the name they
   * gave), a link's reader (`via: "link"`).
   */
  by?: { userId: UserId | null; via: AuditEvent["via"]; userName?: string }
  /** For whom, when it is done without a request of theirs, as what the tick takes over: recorded as the system's doing. */
  onBehalfOf?: UserId
}

/**
 * Writes down who did what, when, from where; request and person come from the request being answered. Await it.
 * @throws AppError unavailable when it can't be written and the act must not go unrecorded (MUST_BE_RECORDED); for
 *   other acts the failure is logged, with the event.
 */
export async function recordAudit({ type, targetId, targetName, details, by, onBehalfOf }: AuditDraft): Promise<void> {
  let event: AuditEvent | undefined
  try {
    const context = await requestContext()
    const itself = { userId: onBehalfOf ?? null, via: onBehalfOf ? ("system" as const) : ("none" as const) }
    const who = by ?? context.actor ?? itself
    event = {
      id: newId("aud"),
      at: new Date().toISOString(),
      type,
      userId: who.userId,
      userName: "",
      via: who.via,
      targetId: targetId ?? null,
      targetName: targetName ?? null,
      details: details ?? {},
      address: context.address,
      requestId: context.requestId,
    }
    event.userName = by?.userName ?? (await nameOf(who.userId))
    await putAuditEvent(event)
  } catch (cause) {
    log.error({ err: cause, auditEvent: event ?? { type, targetId } }, "could not write an audit event")
    if (MUST_BE_RECORDED.has(type))
      throw new AppError("unavailable", "This could not be recorded, so it was not done. Try again in a moment.", {
        cause,
        retryAfterSeconds: 5,
      })
  }
}

const nameOf = async (userId: Actor["userId"] | null): Promise<string> =>
  userId ? ((await getUser(userId))?.name ?? "") : ""
