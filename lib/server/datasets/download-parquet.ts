import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { attachment } from "../http/attachment.ts"
import { namesEtag, readByteRange } from "../http/byte-range.ts"
import { byteStream } from "../http/respond.ts"
import { objectStore } from "../object-store.ts"
import { recordExport } from "./record-export.ts"
import { readDataVersion, type NamedDataVersion } from "./read-data-version.ts"

/**
 * A data version's Parquet object, or the range of its bytes that the request asks for, never whole in memory. How
 * long it is stands in Content-Range: Next takes Content-Length away.
 * @throws AppError not_found, conflict while there is no data.
 */
export async function downloadParquet({
  request,
  ...named
}: NamedDataVersion & { request: Request }): Promise<Response> {
  const { dataset, dataVersion } = await readDataVersion(named)
  const { id, sizeBytes } = dataVersion
  // One id names one immutable object, so it is a strong tag.
  const etag = `"${id}"`
  const headers = new Headers({
    etag,
    "accept-ranges": "bytes",
    // May be kept by the reader's browser alone, which asks each time whether they may still see it.
    "cache-control": "private, no-cache, no-transform",
    vary: "authorization, cookie",
    "content-type": "application/vnd.apache.parquet",
    "content-disposition": attachment(dataset.name, "parquet"),
  })
  if (namesEtag(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers })
  const ifRange = request.headers.get("if-range")
  const wanted = ifRange === null || ifRange.trim() === etag ? request.headers.get("range") : null
  const ranged = readByteRange(wanted, sizeBytes)
  if (ranged === "unsatisfiable") {
    headers.set("content-range", `bytes */${sizeBytes}`)
    return new Response(null, { status: 416, headers })
  }
  const range = ranged === "whole" ? { start: 0, end: sizeBytes - 1 } : ranged
  if (ranged !== "whole") headers.set("content-range", `bytes ${range.start}-${range.end}/${sizeBytes}`)
  const status = ranged === "whole" ? 200 : 206
  // Ranges are how the grid reads what is in view: only who takes the whole file takes the data along.
  if (ranged === "whole" && request.method !== "HEAD") await recordExport(dataset, dataVersion.number, "parquet")
  if (request.method === "HEAD") return new Response(null, { status, headers })
  const body = await objectStore().get(objectKeys.data(dataset.id, id), { range, signal: request.signal })
  if (!body)
    throw new AppError("not_found", `The data of version ${dataVersion.number} are no longer in the object store.`)
  return byteStream(body, { status, headers })
}
