import "server-only"
import { buffer } from "node:stream/consumers"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ListedObject } from "#lib/objects/object-store.ts"
import { log } from "../log.ts"
import { objectStore } from "../object-store.ts"
import { webEnv } from "../web-env.ts"
import { ByteBoundCache } from "./byte-bound-cache.ts"
import type { ResultKey } from "./result-key.ts"
import { parseStoredResult, type StoredResult } from "./stored-result.ts"

/** More than the executor lets a card answer by its own limits; what is larger is run each time. */
const MAX_RESULT_BYTES = 16 * 1024 ** 2

declare global {
  // Next may load this module more than once in a process; its memory is bounded once.
  var cardloomResultMemory: ByteBoundCache<StoredResult> | undefined
}
const memory = (): ByteBoundCache<StoredResult> =>
  (globalThis.cardloomResultMemory ??= new ByteBoundCache(webEnv().CARDLOOM_RESULT_MEMORY_BYTES))

/** What this process still knows of a result, at once. */
export const recallResult = ({ exact }: ResultKey): StoredResult | undefined => memory().get(exact)

/** A result out of the object store. One that cannot be read is as good as none. */
export async function readResult(key: ResultKey): Promise<StoredResult | null> {
  return readObject(objectKeys.result(key), key.exact)
}

/** The newest other result of a lineage: what the card last showed of older data. */
export async function readPredecessor({ lineage, exact }: ResultKey): Promise<StoredResult | null> {
  const prefix = objectKeys.resultLineage(lineage)
  let newest: ListedObject | null = null
  try {
    for await (const listed of objectStore().list(prefix)) {
      if (listed.key !== `${prefix}${exact}` && (!newest || listed.modifiedAt > newest.modifiedAt)) newest = listed
    }
  } catch (error) {
    log.warn({ err: error }, "earlier results could not be listed")
  }
  if (!newest) return null
  const key = newest.key.slice(prefix.length)
  return memory().get(key) ?? readObject(newest.key, key)
}

/** Keeps a result: from now on in this process, and a little later in the object store, for all. */
export function keepResult(key: ResultKey, stored: Omit<StoredResult, "key">): void {
  const complete: StoredResult = { ...stored, key: key.exact }
  const bytes = Buffer.from(JSON.stringify(complete))
  if (bytes.length > MAX_RESULT_BYTES) return
  memory().set(key.exact, complete, bytes.length)
  objectStore()
    .put(objectKeys.result(key), bytes, { contentType: "application/json" })
    .catch((error: unknown) => log.warn({ err: error }, "a result could not be kept"))
}

async function readObject(objectKey: string, key: string): Promise<StoredResult | null> {
  try {
    // One byte more than allowed tells what is too long from what just fits.
    const body = await objectStore().get(objectKey, { range: { start: 0, end: MAX_RESULT_BYTES } })
    if (!body) return null
    const bytes = await buffer(body)
    const stored = bytes.length > MAX_RESULT_BYTES ? null : parseStoredResult(bytes.toString("utf8"), key)
    if (stored) memory().set(key, stored, bytes.length)
    else log.warn({ objectKey }, "a kept result is damaged and not used")
    return stored
  } catch (error) {
    log.warn({ err: error, objectKey }, "a kept result could not be read")
    return null
  }
}
