import { AppError } from "#lib/domain/app-error.ts"

const MAX_KEY_BYTES = 900
const MAX_SEGMENT_BYTES = 200

/**
 * The segments of a key. Throws validation_failed for keys that a file system, a proxy or S3 could read as another:
 * empty, `.` and `..` segments, control characters, lone surrogates, and what is longer than both drivers can hold.
 */
export function segmentsOf(key: string): string[] {
  const segments = key.split("/")
  if (!key.isWellFormed() || hasControlCharacter(key)) throw badKey("holds characters that no key may hold")
  if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
    throw badKey("has an empty, . or .. segment")
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw badKey("is too long")
  if (segments.some((segment) => Buffer.byteLength(encodeURIComponent(segment)) > MAX_SEGMENT_BYTES))
    throw badKey("has a segment that is too long")
  return segments
}

/** Checks a prefix for listing: the beginning of a key. Throws as segmentsOf. */
export function checkPrefix(prefix: string): void {
  segmentsOf(`${prefix}x`)
}

const hasControlCharacter = (key: string): boolean => [...key].some((letter) => letter < " " || letter === "\x7f")

const badKey = (problem: string) => new AppError("validation_failed", `The object's key ${problem}.`)
