import "server-only"
import { createHmac, timingSafeEqual } from "node:crypto"
import { webEnv } from "../web-env.ts"
import type { StoredLink } from "./link-store.ts"

const UNLOCKED_MS = 12 * 60 * 60 * 1000

/** What a reader who gave the password shows instead of it. Third-party frames lose cookies, so it travels in a header. */
export function issueUnlockToken(link: StoredLink, now: Date): { unlockToken: string; expiresAt: string } {
  const expiresAt = new Date(now.getTime() + UNLOCKED_MS)
  const seconds = String(Math.floor(expiresAt.getTime() / 1000))
  return { unlockToken: `${seconds}.${signature(link, seconds)}`, expiresAt: expiresAt.toISOString() }
}

/** Whether a token was made for this link, with the password and the address it has now. */
export function isUnlockedBy(token: string, link: StoredLink, now: Date): boolean {
  const [seconds = "", signed = ""] = token.split(".")
  if (!/^\d{1,12}$/.test(seconds) || Number(seconds) * 1000 <= now.getTime()) return false
  const expected = Buffer.from(signature(link, seconds))
  const given = Buffer.from(signed)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function signature({ id, tokenHash, passwordHash }: StoredLink, seconds: string): string {
  return createHmac("sha256", webEnv().AUTH_SECRET)
    .update(["share-link-unlock", id, tokenHash, passwordHash ?? "", seconds].join("\n"))
    .digest("base64url")
}
