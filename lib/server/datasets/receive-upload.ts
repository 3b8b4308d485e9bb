import "server-only"
import { PassThrough, Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy"
import { AppError } from "#lib/domain/app-error.ts"
import { newId, type UploadId } from "#lib/domain/ids.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { log } from "../log.ts"
import { multipartSink } from "./multipart-sink.ts"
import { objectStore } from "../object-store.ts"
import { webEnv } from "../web-env.ts"

export type StoredUpload = { uploadId: UploadId }
export type Upload = StoredUpload & { filename: string; sizeBytes: number; fields: ReadonlyMap<string, string> }
type Limit = { maxBytes: number; tooLarge: () => AppError }

const MAX_FIELD_BYTES = 1024 * 1024
const MAX_FIELDS = 20

/**
 * Streams a multipart upload's part `file` into the object store, never whole in memory. Fields must stand before it.
 * When it fails, or the sender goes away, nothing is kept.
 * @throws AppError unsupported_media_type, validation_failed, too_large, unavailable when the disk is full.
 */
export const receiveUpload = (request: Request): Promise<Upload> => {
  const maxBytes = webEnv().CARDLOOM_MAX_UPLOAD_BYTES
  return receive(request, { maxBytes, tooLarge: () => uploadTooLarge(maxBytes) })
}

/** The same for the head of a file, of `maxBytes` at most. */
export const receiveHead = (request: Request, maxBytes: number): Promise<Upload> =>
  receive(request, {
    maxBytes,
    tooLarge: () =>
      new AppError("too_large", `Send the first ${maxBytes} bytes of the file only, to have it inspected.`),
  })

async function receive(request: Request, limit: Limit): Promise<Upload> {
  const contentType = request.headers.get("content-type") ?? ""
  if (!/^multipart\/form-data\s*;/i.test(contentType) || !request.body) {
    throw new AppError(
      "unsupported_media_type",
      "Send the file as multipart/form-data: the fields first, then the part named file.",
    )
  }
  if (Number(request.headers.get("content-length") ?? 0) > limit.maxBytes + 2 * MAX_FIELD_BYTES) throw limit.tooLarge()

  const fields = new Map<string, string>()
  let part: Readable | undefined
  let stored: Promise<Upload> | undefined
  const busboy = openBusboy({ "content-type": contentType }, limit.maxBytes)
  busboy.on("field", (name, value) => fields.set(name, value))
  busboy.on("file", (name, file, filename) => {
    if (name !== "file" || stored) return void file.resume()
    part = file
    stored = keep(file, filename, fields, limit)
    // Awaited below; until then a failure must not count as unhandled.
    stored.catch(() => undefined)
  })
  try {
    await pipeline(Readable.from(request.body), multipartSink(busboy))
  } catch (cause) {
    // A parser lets go of its parts without a word, and whoever reads one would wait for ever.
    part?.destroy(new Error("the upload broke off", { cause }))
    await stored?.then(forget, () => undefined)
    throw new AppError(
      "validation_failed",
      "The upload broke off, or is not well-formed multipart. Nothing was kept; send it again.",
      { cause },
    )
  }
  if (!stored) throw new AppError("validation_failed", "There is no part named file in the upload.")
  return stored
}

async function keep(
  file: Readable & { truncated?: boolean },
  filename: string,
  fields: ReadonlyMap<string, string>,
  limit: Limit,
): Promise<Upload> {
  const uploadId = newId("up")
  const sizeBytes = await store(uploadId, file)
  const upload = { uploadId, filename: filename.slice(0, 500) || "upload.csv", sizeBytes, fields }
  if (!file.truncated) return upload
  await forget(upload)
  throw limit.tooLarge()
}

async function store(uploadId: UploadId, file: Readable): Promise<number> {
  // Between the two, so that a store that fails ends this and not the part, the rest of which is still to be read.
  const passed = new PassThrough()
  file.once("error", (error) => passed.destroy(error))
  file.pipe(passed)
  try {
    return (await objectStore().put(objectKeys.upload(uploadId), passed)).sizeBytes
  } catch (error) {
    file.unpipe(passed)
    file.resume()
    throw isStorageFull(error) ? storageFull(error) : error
  }
}

/** Takes an upload back out of the object store. */
export async function forget({ uploadId }: StoredUpload): Promise<void> {
  await objectStore()
    .delete(objectKeys.upload(uploadId))
    .catch((err: unknown) => log.warn({ err, uploadId }, "could not delete an upload"))
}

function openBusboy(headers: BusboyHeaders, maxBytes: number): BusboyInstance {
  try {
    return new Busboy({
      headers,
      limits: { fileSize: maxBytes, fieldSize: MAX_FIELD_BYTES, fields: MAX_FIELDS, files: 2 },
    })
  } catch (cause) {
    throw new AppError("unsupported_media_type", "The multipart boundary is missing or malformed.", { cause })
  }
}

const isStorageFull = (error: unknown): boolean =>
  error instanceof Error && "code" in error && ["ENOSPC", "EDQUOT", "EFBIG"].includes(String(error.code))

const storageFull = (cause: unknown): AppError =>
  new AppError(
    "unavailable",
    "There is no room left on Cardloom's disk, so the file was not kept. Ask the operator to make room, then send it again.",
    { cause, retryAfterSeconds: 60 },
  )

const uploadTooLarge = (maxBytes: number): AppError =>
  new AppError(
    "too_large",
    `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB, the most this Cardloom takes. Split it, or ask the operator to raise CARDLOOM_MAX_UPLOAD_BYTES.`,
  )
