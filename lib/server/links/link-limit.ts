import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { webEnv } from "../web-env.ts"

const MINUTE_MS = 60_000
const MAX_REMEMBERED = 20_000

type Bucket = { left: number; atMs: number }

/** What each address has left on each link in this process: every replica grants as much, which bounds them all the same. */
const buckets = new Map<string, Bucket>()

/**
 * Counts a request of a link's reader. As many as CARDLOOM_LINK_REQUESTS_PER_MINUTE at once, and as many a minute.
 * @throws AppError rate_limited with when to come back.
 */
export function countLinkRequest(linkId: string, address: string, nowMs = Date.now()): void {
  const perMinute = webEnv().CARDLOOM_LINK_REQUESTS_PER_MINUTE
  const key = `${linkId} ${address}`
  const before = buckets.get(key) ?? { left: perMinute, atMs: nowMs }
  const perMs = perMinute / MINUTE_MS
  const left = Math.min(perMinute, before.left + (nowMs - before.atMs) * perMs)
  // Last written comes last, so that those who have rested longest are forgotten first: they have all of it left.
  buckets.delete(key)
  buckets.set(key, { left: left < 1 ? left : left - 1, atMs: nowMs })
  for (const [oldest] of buckets) {
    if (buckets.size <= MAX_REMEMBERED) break
    buckets.delete(oldest)
  }
  if (left < 1)
    throw new AppError("rate_limited", "Too many requests to this link from your network. Wait a moment.", {
      retryAfterSeconds: Math.max(1, (1 - left) / perMs / 1000),
    })
}
