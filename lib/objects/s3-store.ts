import { createReadStream, createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { Readable, Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3"
import { Upload } from "@aws-sdk/lib-storage"
import { AppError } from "#lib/domain/app-error.ts"
import { checkPrefix, segmentsOf } from "./object-key.ts"
import type { ByteRange, ObjectBody, ObjectStore, Pieces, PutOptions } from "./object-store.ts"

const PART_BYTES = 8 * 1024 * 1024
const PARTS_AT_ONCE = 3
const CONNECT_TIMEOUT_MS = 5_000
const IDLE_TIMEOUT_MS = 60_000

export type S3Options = {
  bucket: string
  region: string
  endpoint?: string | undefined
  /** Put before every key, with a `/` between. */
  prefix?: string | undefined
  forcePathStyle?: boolean | undefined
}

/** Objects in an S3 bucket, or what speaks its protocol. Credentials are found as the AWS SDK finds them. */
export function openS3Store(options: S3Options): ObjectStore {
  const { bucket: Bucket } = options
  const base = options.prefix ? `${options.prefix.replace(/\/+$/, "")}/` : ""
  const client = new S3Client({
    region: options.region,
    endpoint: options.endpoint,
    forcePathStyle: options.forcePathStyle ?? false,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: IDLE_TIMEOUT_MS },
    // Not everything that speaks S3 knows its newer checksums.
    ...(options.endpoint && {
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
  })
  const keyOf = (key: string) => base + segmentsOf(key).join("/")

  async function get(
    key: string,
    { range, signal }: { range?: ByteRange | undefined; signal?: AbortSignal | undefined } = {},
  ) {
    const Key = keyOf(key)
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range: rangeHeader(range) }), {
        abortSignal: signal,
      })
      if (!(Body instanceof Readable)) throw new Error("S3 answered without a body")
      return Body
    } catch (error) {
      if (isAbsent(error)) return null
      if (error instanceof S3ServiceException && error.name === "InvalidRange") return Readable.from([])
      throw error
    }
  }

  async function put(key: string, body: ObjectBody, options: PutOptions = {}) {
    const common = {
      Bucket,
      Key: keyOf(key),
      ContentType: options.contentType,
      IfNoneMatch: options.onlyIfAbsent ? "*" : undefined,
    }
    try {
      if (body instanceof Uint8Array) {
        const { ETag } = await client.send(new PutObjectCommand({ ...common, Body: body }), {
          abortSignal: options.signal,
        })
        return { sizeBytes: body.byteLength, etag: plainEtag(ETag) }
      }
      return await putStream(client, common, body, options.signal)
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)
        throw new AppError("conflict", "There is an object with this key already.", { cause: error })
      throw error
    }
  }

  return {
    put,
    get,

    upload: (path, key, options) => put(key, createReadStream(path), options),

    async head(key) {
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket, Key: keyOf(key) }))
        return {
          sizeBytes: head.ContentLength ?? 0,
          modifiedAt: head.LastModified ?? new Date(0),
          etag: plainEtag(head.ETag),
        }
      } catch (error) {
        if (isAbsent(error)) return null
        throw error
      }
    },

    async delete(key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(key) }))
    },

    async *list(prefix) {
      checkPrefix(prefix)
      for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: base + prefix })) {
        for (const { Key, Size, LastModified } of page.Contents ?? []) {
          if (Key !== undefined)
            yield { key: Key.slice(base.length), sizeBytes: Size ?? 0, modifiedAt: LastModified ?? new Date(0) }
        }
      }
    },

    async download(key, path, { signal } = {}) {
      const body = await get(key, { signal })
      if (!body) return false
      const partial = `${path}.${crypto.randomUUID()}.part`
      try {
        await pipeline(body, createWriteStream(partial, { flags: "wx", mode: 0o644 }), { signal })
        await rename(partial, path)
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
      return true
    },

    close: () => client.destroy(),
  }
}

async function putStream(
  client: S3Client,
  common: { Bucket: string; Key: string; ContentType: string | undefined; IfNoneMatch: string | undefined },
  body: NodeJS.ReadableStream | Pieces,
  signal: AbortSignal | undefined,
) {
  let sizeBytes = 0
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      sizeBytes += chunk.byteLength
      done(null, chunk)
    },
  })
  // A failing source must fail the upload, not end it early: what was sent so far is not the object.
  const reading = pipeline("pipe" in body ? body : copiesOf(body), counter, { signal })
  const upload = new Upload({
    client,
    params: { ...common, Body: counter },
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
  })
  const abort = () => void upload.abort()
  signal?.addEventListener("abort", abort, { once: true })
  try {
    const [{ ETag }] = await Promise.all([upload.done(), reading])
    return { sizeBytes, etag: plainEtag(ETag) }
  } catch (error) {
    counter.destroy()
    await reading.catch(() => {})
    throw error
  } finally {
    signal?.removeEventListener("abort", abort)
  }
}

/** For parts, which gather pieces. */
async function* copiesOf(pieces: Pieces): Pieces {
  for await (const piece of pieces) yield Uint8Array.from(piece)
}

const rangeHeader = (range: ByteRange | undefined) => (range ? `bytes=${range.start}-${range.end ?? ""}` : undefined)
const plainEtag = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "")
const isAbsent = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.name === "NoSuchKey" || error.name === "NotFound")
