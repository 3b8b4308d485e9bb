import { createHash } from "node:crypto"
import path from "node:path"
import { Transform } from "node:stream"
import type { DatasetId, DataVersionId } from "#lib/domain/ids.ts"
import { DataProfile } from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { ObjectStore } from "#lib/objects/object-store.ts"
import { openScratchFile } from "../sandbox/scratch-file.ts"

/** 2,000 columns with long frequent values stay well below. */
const MAX_PROFILE_BYTES = 64 * 1024 ** 2

type Version = { datasetId: DatasetId; dataVersionId: DataVersionId }

/**
 * Makes what an import left in its scratch folder the objects of a version. The data come last: a version whose data
 * are there has its profile too.
 */
export async function storeVersion(
  store: ObjectStore,
  scratch: string,
  { datasetId, dataVersionId }: Version,
): Promise<{ sizeBytes: number; sha256: string }> {
  const profile = await readProfile(path.join(scratch, "profile.json"))
  await store.put(objectKeys.profile(datasetId, dataVersionId), Buffer.from(JSON.stringify(profile)))
  return storeHashed(store, path.join(scratch, "data.parquet"), objectKeys.data(datasetId, dataVersionId))
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

/** The hash is of the bytes that went to the store, as they went. */
async function storeHashed(store: ObjectStore, file: string, key: string) {
  const { handle, sizeBytes } = await openScratchFile(file)
  try {
    const hash = createHash("sha256")
    const bytes = handle.createReadStream({ autoClose: false })
    const hashed = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    bytes.on("error", (error) => hashed.destroy(error))
    try {
      await store.put(key, bytes.pipe(hashed))
    } finally {
      bytes.destroy()
      hashed.destroy()
    }
    return { sizeBytes, sha256: hash.digest("hex") }
  } finally {
    await handle.close()
  }
}
