import "server-only"
import type { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"

const MAX_BODY_BYTES = 4 * 1024 * 1024
/** A sender who is cut off in the middle sees a broken connection: so much is let by, unread, that they see the answer. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024

/**
 * @throws AppError validation_failed listing what does not fit, with paths below `where`.
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map((issue) => ({
    path: [where, ...issue.path.map(String)],
    message: issue.message,
  }))
  const first = details[0]
  throw new AppError(
    "validation_failed",
    first ? `${first.path.slice(1).join(".") || where}: ${first.message}` : "The request does not fit.",
    { details },
  )
}

/** @throws AppError unsupported_media_type, too_large, validation_failed. */
export async function readJson(request: Request): Promise<unknown> {
  const contentType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  const bytes = await readCapped(request, MAX_BODY_BYTES)
  if (bytes.byteLength === 0) return undefined
  // Also what keeps a foreign page's form from writing: browsers ask before they send JSON across origins.
  if (contentType !== "application/json")
    throw new AppError("unsupported_media_type", "Send JSON, with content-type: application/json.")
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError("validation_failed", "The body is not valid JSON.", { cause })
  }
}

/** The body, of `maxBytes` at most. @throws AppError too_large. */
export async function readCapped(request: Request, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength
    if (sizeBytes <= maxBytes) chunks.push(chunk)
    else if (sizeBytes > maxBytes + MAX_DISCARDED_BYTES) break
  }
  if (sizeBytes > maxBytes) throw new AppError("too_large", `The body is larger than ${maxBytes / 1024} KiB.`)
  return Buffer.concat(chunks)
}

/** The version a request says it changes. @throws AppError precondition_required, validation_failed. */
export function readIfMatch(headers: Headers): number {
  const header = headers.get("if-match")
  if (header === null)
    throw new AppError("precondition_required", 'Say which version you change: send If-Match: "<version>".')
  const version = /^\s*(?:W\/)?"?(\d{1,15})"?\s*$/.exec(header)?.[1]
  if (version === undefined) throw new AppError("validation_failed", 'If-Match must be one version, such as "3".')
  return Number(version)
}
