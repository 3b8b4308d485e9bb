import "server-only"
import type { Page } from "#lib/domain/api.ts"

type Versioned = { version: number }

/** Anything but a thing as it is kept: whom it is shared with is taken off it first (withoutGrants). */
type Outgoing<T> = T extends { grants: unknown } ? never : T

const etagOf = (data: unknown): Record<string, string> =>
  typeof data === "object" && data !== null && "version" in data
    ? { etag: `"${String((data as Versioned).version)}"` }
    : {}

/** 200 `{data}`; a resource's version is its ETag. */
export const ok = <T>(data: Outgoing<T>): Response => Response.json({ data }, { headers: etagOf(data) })

/** 201 `{data}`. */
export const created = <T>(data: Outgoing<T>): Response =>
  Response.json({ data }, { status: 201, headers: etagOf(data) })

/** 202 `{data, …}`: work goes on after the answer. */
export const accepted = <T>(body: { data: Outgoing<T>; run?: unknown }): Response =>
  Response.json(body, { status: 202, headers: etagOf(body.data) })

/** 204. */
export const noContent = (): Response => new Response(null, { status: 204 })

/** 200, text as it is. */
export const plainText = (text: string): Response =>
  new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } })

/** 200 `{data: […], nextCursor}`. */
export const page = <T>(items: Page<Outgoing<T>>): Response => Response.json(items)

/** What keeps proxies and compression from holding a stream back. */
export const STREAM_HEADERS = { "cache-control": "no-store, no-transform", "x-accel-buffering": "no" }

const LINES_TYPE = "application/x-ndjson; charset=utf-8"

/** JSON lines that are all there already. As a stream, since a Response makes a copy of bytes that it is given as such. */
export function jsonLines(bytes: Uint8Array): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
  return new Response(body, {
    headers: { ...STREAM_HEADERS, "content-type": LINES_TYPE, "content-length": String(bytes.length) },
  })
}

/** A stream of JSON lines. When the reader goes away the iterator is returned, so that its work stops. */
export function ndjson(lines: AsyncIterable<unknown>): Response {
  return streamOf(lines, (line) => `${JSON.stringify(line)}\n`, LINES_TYPE)
}

export type ServerEvent = { event: string; data: unknown } | { comment: string }

/** A stream of server-sent events. */
export function eventStream(events: AsyncIterable<ServerEvent>): Response {
  return streamOf(
    events,
    (event) =>
      "comment" in event ? `: ${event.comment}\n\n` : `event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`,
    "text/event-stream; charset=utf-8",
  )
}

/** A CSV file to be saved under a name, line by line as it is made. */
export function csvFile(lines: AsyncIterable<string>, filename: string): Response {
  const response = streamOf(lines, (line) => line, "text/csv; charset=utf-8")
  response.headers.set("content-disposition", `attachment; filename="${filename}"`)
  return response
}

/** A stream of bytes. A failure under way cuts the answer off, so that nobody takes a part for the whole. */
export const byteStream = (chunks: AsyncIterable<Uint8Array>, init: ResponseInit): Response =>
  new Response(
    bodyOf(chunks, (chunk) => chunk),
    init,
  )

function streamOf<T>(items: AsyncIterable<T>, write: (item: T) => string, contentType: string): Response {
  const encoder = new TextEncoder()
  return new Response(
    bodyOf(items, (item) => encoder.encode(write(item))),
    { headers: { ...STREAM_HEADERS, "content-type": contentType } },
  )
}

/** Items as the bytes of a body. When the reader goes away the iterator is returned, so that its work stops. */
export function bodyOf<T>(items: AsyncIterable<T>, bytesOf: (item: T) => Uint8Array): ReadableStream<Uint8Array> {
  const iterator = items[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) controller.close()
      else controller.enqueue(bytesOf(next.value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
