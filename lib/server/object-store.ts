import "server-only"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"

let opened: ObjectStore | undefined

/** The object store this process was configured with. */
export const objectStore = (): ObjectStore => (opened ??= openObjectStore(process.env))
