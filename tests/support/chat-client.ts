import { z } from "zod"
import { newId, type ConversationId } from "#lib/domain/ids.ts"
import type { ApiClient } from "./api-client.ts"

const Chunk = z.looseObject({ type: z.string() })
export type Chunk = z.infer<typeof Chunk>

/** An answer as it was streamed, put together. */
export type StreamedAnswer = {
  status: number
  conversationId: ConversationId
  chunks: Chunk[]
  /** Every byte that came. */
  body: string
  text: string
  /** The outputs of a tool's calls. */
  outputs: (tool: string) => Record<string, unknown>[]
  /** The data of the platform's own parts: check, notice. */
  data: (name: string) => Record<string, unknown>[]
  /** Whether the stream came to its end. */
  isWhole: boolean
  error: { code: string; message: string; details?: unknown } | null
  retryAfter: string | null
}

export type Asking = {
  question?: string
  retry?: true
  conversationId?: ConversationId
  filters?: Record<string, unknown>
  headers?: Record<string, string>
  signal?: AbortSignal
}

const Envelope = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
})
const Data = z.record(z.string(), z.unknown())

/** Asks at `path`, such as /api/datasets/ds_…/chat, and reads the answer to its end, or until `signal`. */
export async function askAt(
  url: string,
  api: Pick<ApiClient, "token">,
  path: string,
  { question, retry, conversationId = newId("conv"), filters = {}, headers, signal }: Asking,
): Promise<StreamedAnswer> {
  const response = await fetch(new URL(path, url), {
    method: "POST",
    headers: {
      ...(api.token !== null && { authorization: `Bearer ${api.token}` }),
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify({ conversationId, filters, ...(retry ? { retry } : { question }) }),
    ...(signal && { signal }),
  })
  let body = ""
  try {
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) body += decoder.decode(bytes, { stream: true })
  } catch (error) {
    if (!signal?.aborted) throw error
  }
  const events = body.split("\n\n").filter((event) => event.startsWith("data: "))
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false
  const chunks = isStream
    ? events
        .filter((event) => event !== "data: [DONE]")
        .map((event) => Chunk.parse(JSON.parse(event.slice("data: ".length))))
    : []
  const names = new Map(
    chunks.map((chunk) => [chunk["toolCallId"], chunk["toolName"]]).filter(([, name]) => name !== undefined) as [
      unknown,
      unknown,
    ][],
  )
  return {
    status: response.status,
    conversationId,
    chunks,
    body,
    text: chunks
      .filter(({ type }) => type === "text-delta")
      .map((chunk) => String(chunk["delta"]))
      .join(""),
    outputs: (tool) =>
      chunks
        .filter((chunk) => chunk.type === "tool-output-available" && names.get(chunk["toolCallId"]) === tool)
        .map((chunk) => Data.parse(chunk["output"])),
    data: (name) => chunks.filter(({ type }) => type === `data-${name}`).map((chunk) => Data.parse(chunk["data"])),
    isWhole: events.at(-1) === "data: [DONE]",
    error: isStream ? null : Envelope.parse(JSON.parse(body)).error,
    retryAfter: response.headers.get("retry-after"),
  }
}
