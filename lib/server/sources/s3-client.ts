import "server-only"
import { S3Client } from "@aws-sdk/client-s3"
import { AppError } from "#lib/domain/app-error.ts"
import { webEnv } from "../web-env.ts"

const CONNECT_TIMEOUT_MS = 5_000
const IDLE_TIMEOUT_MS = 30_000

export type S3Location = { bucket: string; key: string }

let client: S3Client | undefined

/** The client for source buckets. Credentials are found as the AWS SDK finds them. */
export function sourceClient(): S3Client {
  const { S3_SOURCE_REGION, S3_SOURCE_ENDPOINT, S3_SOURCE_FORCE_PATH_STYLE } = webEnv()
  return (client ??= new S3Client({
    ...(S3_SOURCE_REGION && { region: S3_SOURCE_REGION }),
    ...(S3_SOURCE_ENDPOINT && { endpoint: S3_SOURCE_ENDPOINT }),
    forcePathStyle: S3_SOURCE_FORCE_PATH_STYLE,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
    // What is read is never signed for by a checksum that not every store has.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  }))
}

/** The buckets the operator allows, in their order. */
export const sourceBuckets = (): readonly string[] => webEnv().S3_SOURCE_BUCKETS

/** @throws AppError not_found */
export function requireSourceBucket(bucket: string): void {
  if (sourceBuckets().includes(bucket)) return
  throw new AppError(
    "not_found",
    sourceBuckets().length === 0
      ? "This Cardloom has no S3 buckets to import from: the operator names them in S3_SOURCE_BUCKETS."
      : `The bucket "${bucket}" is not one to import from. Choose one of ${sourceBuckets().join(", ")}, or ask the operator to add it to S3_SOURCE_BUCKETS.`,
  )
}
