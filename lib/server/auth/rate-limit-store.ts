import "server-only"
import { secondsOf } from "../db/attributes.ts"
import { perDatabase } from "../db/client.ts"
import { rateLimitEntity } from "./rate-limit.entity.ts"

const rateLimits = perDatabase(rateLimitEntity)

const MAX_ATTEMPTS = 10

/**
 * Counts one more under `key`, shared by all web processes. The window begins at the first hit; `count` is the number
 * of hits in it, this one included, and `resetsAt` (ISO) is its end.
 */
export async function hit(
  key: string,
  { windowSeconds }: { windowSeconds: number },
): Promise<{ count: number; resetsAt: string }> {
  // Each step is atomic; whoever loses the race to open a window adds to the winner's.
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const now = new Date()
    const counted = await addToOpenWindow(key, 1, now)
    if (counted) return counted
    const opened = await openWindow(key, now, new Date(now.getTime() + windowSeconds * 1000))
    if (opened) return opened
  }
  throw new Error(`The rate limit ${key} could not be counted in ${MAX_ATTEMPTS} attempts`)
}

/** Takes one hit back, if its window is still open. */
export async function refund(key: string): Promise<void> {
  await addToOpenWindow(key, -1, new Date())
}

/** Forgets all hits. */
export async function clear(key: string): Promise<void> {
  await rateLimits().delete({ key }).go()
}

async function addToOpenWindow(key: string, step: 1 | -1, now: Date) {
  const { data } = await rateLimits()
    .patch({ key })
    .add({ count: step })
    .where(
      ({ resetsAt, count }, { gt, gte }) => `${gt(resetsAt, now.toISOString())} AND ${gte(count, step === -1 ? 1 : 0)}`,
    )
    .go({ response: "all_new", returnOnConditionCheckFailure: true })
  return data ? { count: data.count, resetsAt: data.resetsAt } : null
}

async function openWindow(key: string, now: Date, end: Date) {
  const resetsAt = end.toISOString()
  const { rejected } = await rateLimits()
    .put({ key, count: 1, resetsAt, expiresAtSeconds: secondsOf(resetsAt) })
    .where(
      ({ resetsAt: previous }, { notExists, lte }) => `${notExists(previous)} OR ${lte(previous, now.toISOString())}`,
    )
    .go({ returnOnConditionCheckFailure: true })
  return rejected ? null : { count: 1, resetsAt }
}
