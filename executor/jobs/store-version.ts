import { createHash } from "node:crypto"
import path from "node:path"
import type { DatasetId, DataVersionId } from "#lib/domain/ids.ts"
import { DataProfile } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openScratchFile } from "../sandbox/scratch-file.ts"
import { followFile, type GrowingFile } from "./growing-file.ts"

/** 2,000 columns with long frequent values stay well below. */
const MAX_PROFILE_BYTES = 64 * 1024 ** 2
/** What is smaller is stored at once when it is whole; what fails early costs the store nothing. */
const BEGIN_BYTES = 16 * 1024 ** 2

type Version = { datasetId: DatasetId; dataVersionId: DataVersionId }
type Stored = { sizeBytes: number; sha256: string }

/** A version whose data go to the store while they are still being written. */
export type VersionInMaking = {
  /** The file is whole: makes it and its profile the objects of the version. */
  finish: () => Promise<Stored>
  /** There will be no version; resolves when nothing of it is left in the store. After `finish` it does nothing. */
  abandon: () => Promise<void>
}

/**
 * Makes what an import left in its scratch folder the objects of a version. The data come last: a version whose data
 * are there has its profile too.
 */
export async function storeVersion(store: ObjectStore, scratch: string, version: Version): Promise<Stored> {
  return beginVersion(store, scratch, version).finish()
}

/** The same for what a process is about to write from beginning to end, so that little is left to store when it has. */
export function beginVersion(
  store: ObjectStore,
  scratch: string,
  { datasetId, dataVersionId }: Version,
): VersionInMaking {
  const abandoned = new AbortController()
  const file = followFile(path.join(scratch, "data.parquet"), abandoned.signal)
  const profile = Promise.withResolvers<void>()
  const storing = putHashed(store, objectKeys.data(datasetId, dataVersionId), file, profile.promise, abandoned.signal)
  // Told to whoever finishes or abandons it.
  storing.catch(() => {})
  profile.promise.catch(() => {})

  async function storeProfile() {
    const found = await readProfile(path.join(scratch, "profile.json"))
    await store.put(objectKeys.profile(datasetId, dataVersionId), Buffer.from(JSON.stringify(found)))
  }

  return {
    async finish() {
      file.complete()
      storeProfile().then(profile.resolve, profile.reject)
      return storing
    },
    async abandon() {
      abandoned.abort()
      profile.reject(abandoned.signal.reason)
      await storing.catch(() => {})
    },
  }
}

async function readProfile(file: string): Promise<DataProfile> {
  const { handle, sizeBytes } = await openScratchFile(file)
  try {
    if (sizeBytes > MAX_PROFILE_BYTES) throw new Error(`the profile has ${sizeBytes} bytes`)
    return DataProfile.parse(JSON.parse(await handle.readFile("utf8")))
  } finally {
    await handle.close()
  }
}

/** The hash is of the bytes that went to the store, as they went. Their end is held back until the profile is there. */
async function putHashed(
  store: ObjectStore,
  key: string,
  file: GrowingFile,
  profile: Promise<void>,
  signal: AbortSignal,
): Promise<Stored> {
  await file.hasReached(BEGIN_BYTES)
  const hash = createHash("sha256")
  let sizeBytes = 0
  async function* hashed() {
    for await (const bytes of file.bytes()) {
      hash.update(bytes)
      sizeBytes += bytes.length
      yield bytes
    }
    await profile
  }
  await store.put(key, hashed(), { signal })
  return { sizeBytes, sha256: hash.digest("hex") }
}
