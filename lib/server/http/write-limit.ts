import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { UserId } from "#lib/domain/ids.ts"

/** As many writes at once, and as many a minute: far more than a person's, or a careful script's, and no flood. */
const MAX_WRITES_A_MINUTE = 600
const MINUTE_MS = 60_000
const MAX_REMEMBERED = 10_000

type Bucket = { left: number; atMs: number }

/** What each person has left in this process: every replica grants as much, which bounds them all the same. */
const buckets = new Map<UserId, Bucket>()

/** Counts a write. @throws AppError rate_limited for somebody who has written too often, with when to go on. */
export function countWrite(userId: UserId, nowMs = Date.now()): void {
  const before = buckets.get(userId) ?? { left: MAX_WRITES_A_MINUTE, atMs: nowMs }
  const perMs = MAX_WRITES_A_MINUTE / MINUTE_MS
  const left = Math.min(MAX_WRITES_A_MINUTE, before.left + (nowMs - before.atMs) * perMs)
  // Last written comes last, so that those who have rested longest are forgotten first: they have all of it left.
  buckets.delete(userId)
  buckets.set(userId, { left: left < 1 ? left : left - 1, atMs: nowMs })
  for (const [oldest] of buckets) {
    if (buckets.size <= MAX_REMEMBERED) break
    buckets.delete(oldest)
  }
  if (left < 1)
    throw new AppError(
      "rate_limited",
      `That is more than ${MAX_WRITES_A_MINUTE} changes a minute. Wait a moment, then go on more slowly.`,
      { retryAfterSeconds: Math.max(1, (1 - left) / perMs / 1000) },
    )
}
