import "server-only"
import type { Page } from "#lib/domain/api.ts"

type Versioned = { version: number }

const etagOf = (data: unknown): Record<string, string> =>
  typeof data === "object" && data !== null && "version" in data
    ? { etag: `"${String((data as Versioned).version)}"` }
    : {}

/** 200 `{data}`; a resource's version is its ETag. */
export const ok = (data: unknown): Response => Response.json({ data }, { headers: etagOf(data) })

/** 201 `{data}`. */
export const created = (data: unknown): Response => Response.json({ data }, { status: 201, headers: etagOf(data) })

/** 202 `{data, …}`: work goes on after the answer. */
export const accepted = (body: { data: unknown; run?: unknown }): Response =>
  Response.json(body, { status: 202, headers: etagOf(body.data) })

/** 204. */
export const noContent = (): Response => new Response(null, { status: 204 })

/** 200 `{data: […], nextCursor}`. */
export const page = <T>(items: Page<T>): Response => Response.json(items)

/** What keeps proxies and compression from holding a stream back. */
export const STREAM_HEADERS = { "cache-control": "no-store, no-transform", "x-accel-buffering": "no" }

/** A stream of JSON lines. When the reader goes away the iterator is returned, so that its work stops. */
export function ndjson(lines: AsyncIterable<unknown>): Response {
  return streamOf(lines, (line) => `${JSON.stringify(line)}\n`, "application/x-ndjson; charset=utf-8")
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

function bodyOf<T>(items: AsyncIterable<T>, bytesOf: (item: T) => Uint8Array): ReadableStream<Uint8Array> {
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
