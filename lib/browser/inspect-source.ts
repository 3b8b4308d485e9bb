import { inspectFile, MAX_INSPECTED_BYTES } from "#lib/domain/endpoints/datasets.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import { request } from "./api.ts"
import { inspectParquet } from "./inspect-parquet.ts"
import type { ImportSource } from "./import-source.ts"

const PATH = "/api/datasets/inspect"

/**
 * How a file would be read with these options. Of a file of the reader's only the head is sent; a Parquet file, whose
 * schema stands at its end, is read here without sending any of it. Throws ApiError, and the signal's AbortError.
 */
export async function inspectSource(
  source: ImportSource,
  options: ImportOptions,
  signal: AbortSignal,
): Promise<Inspection> {
  if (source.type === "s3") {
    const body = { source: { type: "s3", bucket: source.bucket, key: source.key }, options }
    return (await request(inspectFile.response, PATH, { body, signal })).data
  }
  const local = await inspectParquet(source.file)
  signal.throwIfAborted()
  if (local !== null) return local
  const { file } = source
  const form = new FormData()
  form.append("filename", file.name)
  form.append("sizeBytes", String(file.size))
  form.append("options", JSON.stringify(options))
  form.append("file", file.slice(0, MAX_INSPECTED_BYTES), file.name)
  return (await request(inspectFile.response, PATH, { form, signal })).data
}
