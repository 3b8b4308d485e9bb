import "server-only"
import { Readable } from "node:stream"
import { newId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import type { StoredUpload } from "../datasets/receive-upload.ts"
import { objectStore } from "../object-store.ts"
import type { S3Location } from "./s3-client.ts"
import { readSource } from "./read-object.ts"

/**
 * Copies the first `sizeBytes` of a file in a source bucket to an upload of its own, which is the caller's to forget.
 * @throws AppError conflict when the file is another by now; not_found, forbidden, unavailable.
 */
export async function copyToUpload(
  source: S3Location & { etag: string },
  sizeBytes: number,
  report: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<StoredUpload> {
  const uploadId = newId("up")
  await objectStore().put(objectKeys.upload(uploadId), Readable.from(counted(source, sizeBytes, report, signal)), {
    signal,
  })
  return { uploadId }
}

async function* counted(
  source: S3Location & { etag: string },
  sizeBytes: number,
  report: (doneBytes: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const chunk of readSource(source, sizeBytes, signal)) {
    done += chunk.byteLength
    report(done)
    yield chunk
  }
}
