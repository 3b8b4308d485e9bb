import "server-only"
import { decode } from "next-auth/jwt"
import { z } from "zod"
import { SessionId, UserId } from "#lib/domain/ids.ts"
import { isHttps, webEnv } from "../web-env.ts"

export const SESSION_SECONDS = 30 * 24 * 60 * 60

/** What the encrypted cookie says: which session to look up. Rights are never read from it. */
export const SessionClaims = z.object({ sid: SessionId, uid: UserId })
export type SessionClaims = z.infer<typeof SessionClaims>

/** `__Host-` needs https: the browser then takes the cookie from this very host only. */
export const sessionCookieName = (): string => (isHttps(webEnv()) ? "__Host-cardloom-session" : "cardloom-session")

/** The claims of a cookie's value; null when it is not ours, altered or too old. */
export async function readSessionCookie(value: string | undefined): Promise<SessionClaims | null> {
  if (!value) return null
  try {
    return SessionClaims.safeParse(await decode({ token: value, secret: webEnv().AUTH_SECRET })).data ?? null
  } catch {
    return null
  }
}

export function cookieFrom(header: string | null, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const [key, ...value] = pair.split("=")
    if (key?.trim() === name) return decodeURIComponent(value.join("=").trim())
  }
  return undefined
}
