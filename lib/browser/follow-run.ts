import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import type { RunId } from "#lib/domain/ids.ts"
import { Run, hasEnded } from "#lib/domain/run.ts"
import { ApiError, request, send } from "./api.ts"
import { createEventReader } from "./server-events.ts"

export type RunUpdate = { kind: "run"; run: Run } | { kind: "reconnecting" }

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 10_000

/**
 * A run's progress until it ends or `signal` aborts. A lost connection is taken up again, for as long as it takes.
 * Throws ApiError when asking again is no use: signed out, no rights, no such run.
 */
export async function* followRun(runId: RunId, signal: AbortSignal): AsyncGenerator<RunUpdate, void, undefined> {
  let delayMs = FIRST_DELAY_MS
  while (!signal.aborted) {
    try {
      for await (const run of readRun(runId, signal)) {
        delayMs = FIRST_DELAY_MS
        yield { kind: "run", run }
        if (hasEnded(run.status)) return
      }
      // The stream closed before the run ended: its last word may have been lost.
      const { data: run } = await request(dataOf(Run), `/api/runs/${runId}`, { signal })
      yield { kind: "run", run }
      if (hasEnded(run.status)) return
    } catch (error) {
      if (signal.aborted) return
      if (!isWorthAnotherTry(error)) throw error
      yield { kind: "reconnecting" }
    }
    await pause(delayMs, signal)
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
  }
}

async function* readRun(runId: RunId, signal: AbortSignal): AsyncGenerator<Run, void, undefined> {
  const response = await send(`/api/runs/${runId}/events`, { headers: { accept: "text/event-stream" }, signal })
  if (!response.body) return
  const reader = createEventReader()
  for await (const chunk of textOf(response.body)) {
    for (const { event, data } of reader.push(chunk)) {
      if (event === "run") yield Run.parse(JSON.parse(data))
    }
  }
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      yield decoder.decode(chunk.value, { stream: true })
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 0 || error.status === 429 || error.status >= 500
  // A connection that breaks while it is read throws a TypeError of its own.
  return !(error instanceof z.ZodError) && !(error instanceof SyntaxError)
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs)
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true })
  })
}
