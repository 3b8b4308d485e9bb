import { z } from "zod"
import { AuditEventId, UserId } from "./ids.ts"

/** What is written down. The part before the point is the kind of thing. */
export const AuditType = z.enum([
  "session.signed_in",
  "session.sign_in_failed",
  "session.signed_out",
  "session.revoked",
  "user.created",
  "user.updated",
  "user.disabled",
  "user.enabled",
  "user.role_changed",
  "user.password_changed",
  "user.password_reset",
  "group.created",
  "group.renamed",
  "group.deleted",
  "group.member_added",
  "group.member_removed",
  "token.created",
  "token.revoked",
  "share.added",
  "share.changed",
  "share.removed",
  "owner.changed",
  "link.created",
  "link.changed",
  "link.rotated",
  "link.revoked",
  "link.unlock_failed",
  "dataset.created",
  "dataset.imported",
  "dataset.restored",
  "dataset.exported",
  "dataset.deleted",
  "card.created",
  "card.deleted",
  "card.restored",
  "dashboard.created",
  "dashboard.deleted",
  "dashboard.restored",
  "transform.created",
  "transform.changed",
  "transform.deleted",
  "transform.run",
  "transform.published",
  "chat.tool_called",
  "access.denied",
])
export type AuditType = z.infer<typeof AuditType>

/** One act: who, what, when, from where. */
export const AuditEvent = z.object({
  id: AuditEventId,
  at: z.iso.datetime(),
  type: AuditType,
  /** null: nobody who is known (a failed sign-in, a link's reader). */
  userId: UserId.nullable(),
  /** The person's name at the time, or what they called themselves. */
  userName: z.string(),
  via: z.enum(["session", "token", "link", "system", "none"]),
  /** What it was done to. */
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  /** More, by type; never a secret. */
  details: z.record(z.string(), z.unknown()),
  address: z.string(),
  requestId: z.string().nullable(),
})
export type AuditEvent = z.infer<typeof AuditEvent>
