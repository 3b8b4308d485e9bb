import { once } from "node:events"
import type { ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { pipeline } from "node:stream/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { ExecutorRefusal } from "#lib/domain/job-contract.ts"
import type { Log } from "../log.ts"
import type { ScratchFile } from "../sandbox/scratch-file.ts"

const NEVER_STORED = {
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
}

export function respondJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...NEVER_STORED, "content-type": "application/json" })
  response.end(JSON.stringify(body))
}

/** One line an event, each sent as it comes and not before the reader has taken the last. */
export async function respondNdjson(
  response: ServerResponse,
  events: AsyncIterable<unknown>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { ...NEVER_STORED, "content-type": "application/x-ndjson" })
  response.flushHeaders()
  for await (const event of events) {
    if (signal.aborted) return
    // What comes in the same turn, as a last result and the end do, is sent together.
    sendTogether(response.socket)
    if (!response.write(`${JSON.stringify(event)}\n`)) await once(response, "drain", { signal }).catch(() => undefined)
  }
  response.end()
}

function sendTogether(socket: Socket | null): void {
  if (socket === null) return
  socket.cork()
  setImmediate(() => socket.uncork())
}

/** The whole file, as fast as the reader takes it. Closes the file. */
export async function respondFile(
  response: ServerResponse,
  { handle, sizeBytes }: ScratchFile,
  contentType: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    response.writeHead(200, { ...NEVER_STORED, "content-type": contentType, "content-length": sizeBytes })
    await pipeline(handle.createReadStream({ autoClose: false }), response, { signal })
  } finally {
    await handle.close()
  }
}

/** An AppError as ExecutorRefusal; anything else is logged and answered as a bare 500. */
export function respondError(response: ServerResponse, error: unknown, log: Log): void {
  if (response.headersSent) {
    log.error({ err: error }, "an answer broke off")
    response.destroy()
    return
  }
  const known = error instanceof AppError ? error : null
  if (!known || known.code === "internal") log.error({ err: error }, "request failed")
  const refusal = ExecutorRefusal.shape.error.safeParse({ code: known?.code, message: known?.message })
  const body = refusal.success
    ? refusal.data
    : { code: "internal" as const, message: "The executor failed. Its log says why." }
  if (known?.retryAfterSeconds !== undefined)
    response.setHeader("retry-after", String(Math.ceil(known.retryAfterSeconds)))
  if (known?.code === "too_large") response.setHeader("connection", "close")
  respondJson(response, refusal.success && known ? known.status : 500, { error: body } satisfies ExecutorRefusal)
}
