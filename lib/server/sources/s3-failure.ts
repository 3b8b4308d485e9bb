import "server-only"
import { AppError } from "#lib/domain/app-error.ts"

/** What is known of a failed call: the SDK's errors carry the store's code and the answer's status. */
type S3Error = { name: string; $metadata?: { httpStatusCode?: number | undefined } | undefined }

/**
 * A failure of a source bucket as its reader should be told. `key` is absent where the bucket as a whole was asked for.
 */
export function s3Failure(error: unknown, { bucket, key }: { bucket: string; key?: string | undefined }): AppError {
  if (error instanceof AppError) return error
  const { name, status } = describe(error)
  const where = key === undefined ? `the bucket "${bucket}"` : `"${key}" in the bucket "${bucket}"`
  const told = (code: ConstructorParameters<typeof AppError>[0], message: string, retryAfterSeconds?: number) =>
    new AppError(code, message, { cause: error, ...(retryAfterSeconds && { retryAfterSeconds }) })
  if (name === "NoSuchBucket")
    return told("not_found", `There is no bucket "${bucket}". Ask the operator to check S3_SOURCE_BUCKETS.`)
  if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed" || status === 301)
    return told("not_found", `The bucket "${bucket}" is in another region. Ask the operator to check S3_SOURCE_REGION.`)
  if (name === "InvalidObjectState")
    return told("conflict", `The file ${where} is archived. Have it restored first, then import it.`)
  if (status === 404)
    return told("not_found", `There is no file ${where}. Choose another, or check whether it was moved or deleted.`)
  if (status === 412) return changedWhileRead({ bucket, key: key ?? "" }, error)
  if (status === 401 || status === 403)
    return told(
      "forbidden",
      `S3 does not let Cardloom read ${where}. Ask the operator to allow its account s3:GetObject and s3:ListBucket there.`,
    )
  if (status !== undefined && status >= 400 && status < 500 && status !== 429)
    return told(
      "validation_failed",
      `S3 refused the request for ${where} (${name}). Check the bucket's and the file's name.`,
    )
  if (name === "CredentialsProviderError")
    return told("unavailable", "Cardloom has no credentials for S3. Ask the operator to set them.", 60)
  return told("unavailable", `S3 does not answer for ${where}. Try again in a moment.`, 5)
}

export const changedWhileRead = ({ bucket, key }: { bucket: string; key: string }, cause?: unknown): AppError =>
  new AppError(
    "conflict",
    `The file "${key}" in the bucket "${bucket}" was changed while it was being read. Import it again once it is complete.`,
    { cause },
  )

function describe(error: unknown): { name: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: "", status: undefined }
  const { name, $metadata }: S3Error = error
  return { name, status: $metadata?.httpStatusCode }
}
