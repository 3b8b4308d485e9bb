import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { SessionId } from "#lib/domain/ids.ts"
import type { Actor, SessionInfo } from "#lib/domain/user.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { sessionIdOf } from "./read-actor.ts"
import { deleteSession, deleteSessionsOf, listSessions } from "./session-store.ts"

/** Where the actor is signed in, newest first. */
export async function listOwnSessions(actor: Actor, headers: Headers): Promise<SessionInfo[]> {
  const current = actor.via === "session" ? await sessionIdOf(headers) : undefined
  return (await listSessions(actor.userId)).map(({ id, createdAt, expiresAt, userAgent, address }) => ({
    id,
    createdAt,
    expiresAt,
    userAgent,
    address,
    current: id === current,
  }))
}

/** Ends one of the actor's sessions, from the next request on. @throws AppError not_found */
export async function revokeOwnSession(actor: Actor, sessionId: SessionId): Promise<void> {
  const owned = (await listSessions(actor.userId)).some(({ id }) => id === sessionId)
  if (!owned) throw new AppError("not_found", "You have no such session.")
  await deleteSession(sessionId)
  await recordAudit({ type: "session.revoked", targetId: sessionId })
}

/** Ends the actor's sessions but the one this request came with; asked by a token, all of them. */
export async function revokeOtherSessions(actor: Actor, headers: Headers): Promise<void> {
  await deleteSessionsOf(actor.userId, {
    exceptId: actor.via === "session" ? await sessionIdOf(headers) : undefined,
  })
  await recordAudit({ type: "session.revoked", targetId: actor.userId, details: { which: "all others" } })
}
