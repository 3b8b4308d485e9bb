import "server-only"
import { z } from "zod"
import { MAX_INSPECTED_BYTES, type inspectFile as endpoint } from "#lib/domain/endpoints/datasets.ts"
import type { Inspection, InspectRequest } from "#lib/domain/job-contract.ts"
import type { Actor } from "#lib/domain/user.ts"
import { inspectUpload } from "../executor/executor-client.ts"
import { parse } from "../http/parse-request.ts"
import { copyToUpload } from "../sources/copy-object.ts"
import { headSource } from "../sources/read-object.ts"
import { parseOptionsField } from "./options-field.ts"
import { forget, receiveHead, type StoredUpload } from "./receive-upload.ts"

type Inspect = { actor: Actor; request: Request; body: z.output<typeof endpoint.jsonBody> | undefined }
type Head = StoredUpload & Pick<InspectRequest, "filename" | "sizeBytes" | "options">

/**
 * How a file would be read, from its first bytes: sent along, or read from S3 as `body` says. Nothing is kept.
 * @throws AppError as receiveUpload and headSource; validation_failed for what is no table; unavailable.
 */
export async function inspectFile({ actor, request, body }: Inspect): Promise<Inspection> {
  const head = body ? await headFromS3(body, request.signal) : await headFromUpload(request)
  try {
    return await inspectUpload({ requestId: crypto.randomUUID(), principal: actor.userId, ...head }, request.signal)
  } finally {
    await forget(head)
  }
}

async function headFromS3({ source, options }: NonNullable<Inspect["body"]>, signal: AbortSignal): Promise<Head> {
  const { etag, sizeBytes } = await headSource(source, signal)
  const seen = Math.min(sizeBytes, MAX_INSPECTED_BYTES)
  const upload = await copyToUpload({ ...source, etag }, seen, () => undefined, signal)
  return { ...upload, filename: source.key.split("/").at(-1) || source.key, sizeBytes, options }
}

async function headFromUpload(request: Request): Promise<Head> {
  const upload = await receiveHead(request, MAX_INSPECTED_BYTES)
  const { uploadId, fields } = upload
  try {
    const sizeBytes = parse(
      z.coerce.number().int().nonnegative(),
      fields.get("sizeBytes") || upload.sizeBytes,
      "sizeBytes",
    )
    return {
      uploadId,
      filename: (fields.get("filename") || upload.filename).slice(0, 500),
      sizeBytes: Math.max(sizeBytes, upload.sizeBytes),
      options: parseOptionsField(fields.get("options")) ?? {},
    }
  } catch (error) {
    await forget(upload)
    throw error
  }
}
