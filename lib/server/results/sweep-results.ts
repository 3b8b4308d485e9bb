import "server-only"
import { randomInt } from "node:crypto"
import { MAX_MAX_AGE_SECONDS } from "#lib/domain/card.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ListedObject } from "#lib/objects/object-store.ts"
import { log } from "../log.ts"
import { objectStore } from "../object-store.ts"

const SHARDS = 256
/** At a tick a minute, all are seen in about an hour. */
const SHARDS_A_TICK = 4
const MAX_DELETIONS_A_TICK = 500
const DELETIONS_AT_ONCE = 10
/** One more day than any result may be used, so that it can still be shown as stale. */
const KEPT_MS = (MAX_MAX_AGE_SECONDS + 24 * 60 * 60) * 1000
/** While a new version spreads, the one before may still be asked for. */
const SUPERSEDED_MS = 60 * 60 * 1000

// Where to begin is left to chance, since there may be many processes and each may live shortly.
let nextShard = randomInt(SHARDS)

/** Deletes a bounded number of results that nothing will use again; answers how many. Never throws: the next tick goes on. */
export async function sweepResults(now: Date): Promise<number> {
  try {
    const unused: string[] = []
    for (let seen = 0; seen < SHARDS_A_TICK; seen += 1) {
      const digits = nextShard.toString(16).padStart(2, "0")
      nextShard = (nextShard + 1) % SHARDS
      unused.push(...unusedResults(await Array.fromAsync(objectStore().list(objectKeys.resultShard(digits))), now))
    }
    const swept = unused.slice(0, MAX_DELETIONS_A_TICK)
    for (let index = 0; index < swept.length; index += DELETIONS_AT_ONCE)
      await Promise.all(swept.slice(index, index + DELETIONS_AT_ONCE).map((key) => objectStore().delete(key)))
    return swept.length
  } catch (error) {
    log.warn({ err: error }, "old results could not be swept")
    return 0
  }
}

/** Of each lineage the newest result stays until it is too old to be shown, the others for an hour. */
export function unusedResults(objects: readonly Omit<ListedObject, "sizeBytes">[], now: Date): string[] {
  const newest = new Map<string, Date>()
  for (const { key, modifiedAt } of objects) {
    const known = newest.get(lineageOf(key))
    if (!known || modifiedAt > known) newest.set(lineageOf(key), modifiedAt)
  }
  return objects
    .filter(({ key, modifiedAt }) => {
      const isNewest = newest.get(lineageOf(key)) === modifiedAt
      return now.getTime() - modifiedAt.getTime() > (isNewest ? KEPT_MS : SUPERSEDED_MS)
    })
    .map(({ key }) => key)
}

const lineageOf = (key: string): string => key.slice(0, key.lastIndexOf("/"))
