import "server-only"
import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3"
import { AppError } from "#lib/domain/app-error.ts"
import { webEnv } from "../web-env.ts"
import { requireSourceBucket, sourceClient, type S3Location } from "./s3-client.ts"
import { changedWhileRead, s3Failure } from "./s3-failure.ts"

const MAX_RESUMPTIONS = 5

export type SourceHead = { etag: string; sizeBytes: number }

/**
 * How a file in a source bucket is at the moment.
 * @throws AppError not_found, forbidden, unavailable; validation_failed when it is empty, too_large.
 */
export async function headSource({ bucket, key }: S3Location, signal: AbortSignal): Promise<SourceHead> {
  requireSourceBucket(bucket)
  try {
    const head = await sourceClient().send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal })
    if (head.ETag === undefined) throw new Error("S3 answered without an ETag")
    return { etag: head.ETag, sizeBytes: checkSize(head.ContentLength ?? 0, key) }
  } catch (error) {
    signal.throwIfAborted()
    throw s3Failure(error, { bucket, key })
  }
}

function checkSize(sizeBytes: number, key: string): number {
  const maxBytes = webEnv().CARDLOOM_MAX_UPLOAD_BYTES
  if (sizeBytes > maxBytes)
    throw new AppError(
      "too_large",
      `The file "${key}" is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB, the most this Cardloom takes. Split it, or ask the operator to raise CARDLOOM_MAX_UPLOAD_BYTES.`,
    )
  return sizeBytes
}

/**
 * The bytes of a file from the first to before `endBytes`, all of them of the content that has `etag`. A connection
 * that breaks is taken up where it broke.
 * @throws AppError conflict when the file is another by now; not_found, forbidden, unavailable.
 */
export async function* readSource(
  { bucket, key, etag }: S3Location & { etag: string },
  endBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for (let resumptions = 0; done < endBytes; resumptions += 1) {
    try {
      const { Body, ETag } = await sourceClient().send(
        new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag, Range: `bytes=${done}-${endBytes - 1}` }),
        { abortSignal: signal },
      )
      // Not everything that speaks S3 heeds If-Match.
      if (ETag !== undefined && ETag !== etag) throw changedWhileRead({ bucket, key })
      if (!Body || !(Symbol.asyncIterator in Body)) throw new Error("S3 answered without a body")
      for await (const chunk of Body as AsyncIterable<Uint8Array>) {
        signal.throwIfAborted()
        done += chunk.byteLength
        yield chunk
      }
      if (done < endBytes) throw new Error("S3 ended its answer early")
    } catch (error) {
      signal.throwIfAborted()
      const failure = s3Failure(error, { bucket, key })
      if (failure.code !== "unavailable" || resumptions >= MAX_RESUMPTIONS) throw failure
    }
  }
}
