import "server-only"
import type { ByteRange } from "#lib/objects/object-store.ts"

/** What a request for bytes is answered with: all of them, some, or none since it asks beyond the end. */
export type Ranged = "whole" | Required<{ [K in keyof ByteRange]: number }> | "unsatisfiable"

/**
 * Which bytes of `sizeBytes` a Range header asks for. Several ranges at once, other units and what is malformed are
 * answered with the whole, as RFC 9110 lets a server do.
 */
export function readByteRange(header: string | null, sizeBytes: number): Ranged {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.replaceAll(" ", "") ?? "")
  if (!match) return "whole"
  const [, first = "", last = ""] = match
  if (first === "") {
    if (last === "") return "whole"
    const length = Math.min(Number(last), sizeBytes)
    return length === 0 ? "unsatisfiable" : { start: sizeBytes - length, end: sizeBytes - 1 }
  }
  const start = Number(first)
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (last !== "" && Number(last) < start) return "whole"
  return start >= sizeBytes ? "unsatisfiable" : { start, end }
}

/** Whether an If-None-Match or If-Range header names the entity tag, which is strong. */
export const namesEtag = (header: string | null, etag: string): boolean =>
  header !== null && header.split(",").some((one) => one.trim().replace(/^W\//, "") === etag || one.trim() === "*")
