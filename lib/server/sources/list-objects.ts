import "server-only"
import { ListObjectsV2Command } from "@aws-sdk/client-s3"
import { s3Failure } from "./s3-failure.ts"
import { requireSourceBucket, sourceClient } from "./s3-client.ts"

const PAGE_SIZE = 200

type SourceObject = { key: string; sizeBytes: number; modifiedAt: string; etag: string }
export type SourcePage = { folders: string[]; objects: SourceObject[]; nextCursor: string | null }

/**
 * What lies directly below `prefix`: folders as prefixes that end in `/`, and files.
 * @throws AppError not_found, forbidden, validation_failed for a cursor that is not S3's, unavailable.
 */
export async function listSourceObjects({
  bucket,
  prefix,
  cursor,
  signal,
}: {
  bucket: string
  prefix: string
  cursor?: string | undefined
  signal: AbortSignal
}): Promise<SourcePage> {
  requireSourceBucket(bucket)
  try {
    const page = await sourceClient().send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        Delimiter: "/",
        MaxKeys: PAGE_SIZE,
        ContinuationToken: cursor || undefined,
      }),
      { abortSignal: signal },
    )
    return {
      folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
      objects: (page.Contents ?? []).flatMap(({ Key, Size, LastModified, ETag }) =>
        // The prefix itself is an object where a console has made the folder.
        Key === undefined || Key === prefix
          ? []
          : [
              {
                key: Key,
                sizeBytes: Size ?? 0,
                modifiedAt: (LastModified ?? new Date(0)).toISOString(),
                etag: ETag ?? "",
              },
            ],
      ),
      nextCursor: page.NextContinuationToken ?? null,
    }
  } catch (error) {
    signal.throwIfAborted()
    throw s3Failure(error, { bucket })
  }
}
