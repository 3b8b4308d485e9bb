import "server-only"
import type { SessionId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
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
  return found && actorOf(found.user, "session")
}

/** The session a request's cookie names, if any. */
export async function sessionIdOf(headers: Headers): Promise<SessionId | undefined> {
  return (await readSessionCookie(cookieFrom(headers.get("cookie"), sessionCookieName())))?.sid
}

/** The live session and user behind a cookie's value. */
export async function readSessionUser(cookieValue: string | undefined) {
  const claims = await readSessionCookie(cookieValue)
  if (!claims) return null
  const found = await readSessionWithUser(claims.sid, claims.uid)
  return found && !found.user.disabled ? found : null
}

async function actorOfToken(secret: string | undefined): Promise<Actor | null> {
  if (!secret?.startsWith(API_TOKEN_PREFIX)) return null
  const secretHash = hashOfSecret(secret)
  const found = await readTokenByHash(secretHash)
  const user = found && (await getUser(found.userId))
  if (!found || !user || user.disabled) return null
  const { lastUsedAt } = found.token
  if (lastUsedAt === null || Date.now() - Date.parse(lastUsedAt) > TOUCH_EVERY_MS) {
    touchToken(secretHash, new Date().toISOString()).catch((err: unknown) =>
      log.warn({ err }, "could not note a token's use"),
    )
  }
  return actorOf(user, "token")
}

const actorOf = (user: StoredUser, via: Actor["via"]): Actor => ({ userId: user.id, role: user.role, via })
