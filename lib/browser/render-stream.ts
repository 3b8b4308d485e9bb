import { RenderLine, type TileResult } from "#lib/domain/render-line.ts"
import type { FilterValues } from "#lib/domain/filter.ts"
import type { CardId, DashboardId } from "#lib/domain/ids.ts"
import { ApiError, send } from "./api.ts"
import { readLines } from "./read-lines.ts"

/** Where a dashboard's cards are asked for: by somebody signed in, or by a public link's reader. */
export type RenderTarget = {
  path: string
  /** What stands for a link's password. */
  headers?: Record<string, string>
  /** Links' readers are given what is at hand; they can't have cards run again. */
  isLink?: boolean
}

export const dashboardTarget = (dashboardId: DashboardId): RenderTarget => ({
  path: `/api/dashboards/${dashboardId}/render`,
})

export type RenderQuery = {
  target: RenderTarget
  filters: FilterValues
  /** Only these cards; all when absent. */
  cardIds?: CardId[]
  /** Run the cards, whatever results are at hand. */
  refresh?: boolean
}

/** The tiles of a dashboard as they finish; a tile may first come with an earlier, stale result. Throws ApiError, `unreachable` when the stream ends before its last line. */
export async function* renderStream(query: RenderQuery, signal: AbortSignal): AsyncGenerator<TileResult> {
  const { target, refresh, ...body } = query
  const response = await send(target.path, {
    method: "POST",
    body: target.isLink ? body : { ...body, ...(refresh && { refresh }), stale: true },
    headers: { accept: "application/x-ndjson", ...target.headers },
    signal,
  })
  if (!response.body) throw cut()
  yield* tileResults(response.body, signal)
}

/** Parses the answer's lines up to `{"done":true}`. */
export async function* tileResults(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<TileResult> {
  try {
    for await (const line of readLines(stream)) {
      const parsed = RenderLine.safeParse(parseJson(line))
      if (!parsed.success) throw unreadable()
      if ("done" in parsed.data) return
      yield parsed.data
    }
  } catch (error) {
    if (signal?.aborted || error instanceof ApiError) throw error
    throw cut(error)
  }
  throw cut()
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // The last line of a cut stream may be half a line.
    throw cut()
  }
}

const cut = (cause?: unknown) =>
  new ApiError("The connection was cut before this card came.", { status: 0, code: "unreachable" }, { cause })

const unreadable = () =>
  new ApiError("The server's answer could not be read. Reload the page; it may be older than the server.", {
    status: 200,
    code: "bad_answer",
  })
