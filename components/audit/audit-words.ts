import type { AuditEvent, AuditType } from "#lib/domain/audit.ts"

/** What was done, in the words of the page. */
export const AUDIT_WORDS: Record<AuditType, string> = {
  "session.signed_in": "Signed in",
  "session.sign_in_failed": "Failed to sign in",
  "session.signed_out": "Signed out",
  "session.revoked": "Ended a session",
  "user.created": "Made an account",
  "user.updated": "Changed an account",
  "user.disabled": "Disabled an account",
  "user.enabled": "Enabled an account",
  "user.role_changed": "Changed a role",
  "user.password_changed": "Changed their password",
  "user.password_reset": "Reset a password",
  "group.created": "Made a group",
  "group.renamed": "Renamed a group",
  "group.deleted": "Deleted a group",
  "group.member_added": "Added to a group",
  "group.member_removed": "Removed from a group",
  "token.created": "Made an API token",
  "token.revoked": "Revoked an API token",
  "share.added": "Shared",
  "share.changed": "Changed a share",
  "share.removed": "Ended a share",
  "owner.changed": "Handed over",
  "link.created": "Made a share link",
  "link.changed": "Changed a share link",
  "link.rotated": "Renewed a share link",
  "link.revoked": "Revoked a share link",
  "link.unlock_failed": "Wrong password for a share link",
  "dataset.created": "Uploaded a dataset",
  "dataset.imported": "Imported data",
  "dataset.restored": "Restored a data version",
  "dataset.exported": "Exported a dataset",
  "dataset.deleted": "Deleted a dataset",
  "card.created": "Made a card",
  "card.deleted": "Deleted a card",
  "card.restored": "Restored a card",
  "dashboard.created": "Made a dashboard",
  "dashboard.deleted": "Deleted a dashboard",
  "dashboard.restored": "Restored a dashboard",
  "transform.created": "Made a transform",
  "transform.changed": "Changed a transform",
  "transform.deleted": "Deleted a transform",
  "transform.run": "Ran a transform",
  "transform.published": "Published a transform's output",
  "chat.tool_called": "Asked the assistant",
  "access.denied": "Was refused",
}

/** How somebody came, where it was not by signing in. */
export const VIA_WORDS: Record<AuditEvent["via"], string | null> = {
  session: null,
  token: "API token",
  link: "share link",
  system: "by itself",
  none: null,
}

/** What is known besides, as the page says it: "row count: 10000". */
export const detailWords = (details: AuditEvent["details"]): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${nameWords(name)}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ")

const nameWords = (name: string): string =>
  name.replace(/(?<=.)Id$/, "").replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)
