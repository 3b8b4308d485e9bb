import "server-only"
import type { GroupId, SessionId } from "#lib/domain/ids.ts"
import type { Actor, ApiToken } from "#lib/domain/user.ts"
import { listGroupIdsOf } from "../groups/group-store.ts"
import { log } from "../log.ts"
import { getUser, type StoredUser } from "../users/user-store.ts"
import { API_TOKEN_PREFIX } from "./api-token.ts"
import { cookieFrom, readSessionCookie, sessionCookieName } from "./session-cookie.ts"
import { readSessionWithUser } from "./session-store.ts"
import { hashOfSecret } from "./sha256.ts"
import { readTokenByHash, touchToken } from "./token-store.ts"

const TOUCH_EVERY_MS = 60_000

/** Whom a request speaks for, looked up anew each time; null when nobody. An Authorization header shuts the cookie out. */
export async function readActor(headers: Headers): Promise<Actor | null> {
  const authorization = headers.get("authorization")
  if (authorization !== null) return actorOfToken(/^Bearer\s+(\S+)$/i.exec(authorization)?.[1])
  const found = await readSessionUser(cookieFrom(headers.get("cookie"), sessionCookieName()))
  return found && actorOf(found.user, found.groupIds)
}

/** The session a request's cookie names, if any. */
export async function sessionIdOf(headers: Headers): Promise<SessionId | undefined> {
  return (await readSessionCookie(cookieFrom(headers.get("cookie"), sessionCookieName())))?.sid
}

/** The live session and user behind a cookie's value. */
export async function readSessionUser(cookieValue: string | undefined) {
  const claims = await readSessionCookie(cookieValue)
  if (!claims) return null
  const [found, groupIds] = await Promise.all([readSessionWithUser(claims.sid, claims.uid), listGroupIdsOf(claims.uid)])
  return found && !found.user.disabled ? { ...found, groupIds } : null
}

async function actorOfToken(secret: string | undefined): Promise<Actor | null> {
  if (!secret?.startsWith(API_TOKEN_PREFIX)) return null
  const secretHash = hashOfSecret(secret)
  const found = await readTokenByHash(secretHash)
  const user = found && (await getUser(found.userId))
  if (!found || !user || user.disabled || hasExpired(found.token)) return null
  const { lastUsedAt } = found.token
  if (lastUsedAt === null || Date.now() - Date.parse(lastUsedAt) > TOUCH_EVERY_MS) {
    touchToken(secretHash, new Date().toISOString()).catch((err: unknown) =>
      log.warn({ err }, "could not note a token's use"),
    )
  }
  const { scope } = found.token
  return {
    userId: user.id,
    role: scope === "admin" ? user.role : "member",
    groupIds: await listGroupIdsOf(user.id),
    via: "token",
    scope,
  }
}

const hasExpired = ({ expiresAt }: ApiToken): boolean => expiresAt !== null && Date.parse(expiresAt) <= Date.now()

/** Whoever a session belongs to: it may do all its user may. */
export const actorOf = ({ id, role }: StoredUser, groupIds: readonly GroupId[]): Actor => ({
  userId: id,
  role,
  groupIds,
  via: "session",
  scope: "admin",
})
