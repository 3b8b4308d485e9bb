import "server-only"
import { setTimeout as delay } from "node:timers/promises"

const READ_CHUNK = 100
const WRITE_CHUNK = 25
const MAX_ATTEMPTS = 6
const FIRST_BACKOFF_MS = 25

/** The items there are of the keys given; duplicates are asked for once. The order is the database's. */
export async function getEvery<Key, Item>(
  keys: readonly Key[],
  get: (keys: Key[]) => Promise<{ data: Item[]; unprocessed: unknown[] }>,
): Promise<Item[]> {
  const items: Item[] = []
  for (const chunk of chunksOf([...new Set(keys)], READ_CHUNK)) {
    items.push(...(await untilProcessed(() => get(chunk))).data)
  }
  return items
}

/** Deletes in batches. Whoever deletes the same at once does no harm. */
export async function deleteEvery<Key>(
  keys: readonly Key[],
  remove: (keys: Key[]) => Promise<{ unprocessed: unknown[] }>,
): Promise<void> {
  for (const chunk of chunksOf([...new Set(keys)], WRITE_CHUNK)) await untilProcessed(() => remove(chunk))
}

// A throttled batch is answered in part; asking for all of it again is simplest, and as correct.
async function untilProcessed<Answer extends { unprocessed: unknown[] }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const answer = await ask()
    if (answer.unprocessed.length === 0) return answer
    await delay(FIRST_BACKOFF_MS * 2 ** attempt)
  }
  throw new Error(`The database left a part of a batch undone ${MAX_ATTEMPTS} times; it is overloaded`)
}

function* chunksOf<T>(all: T[], size: number): Generator<T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size)
}
