import "server-only"
import { bodyOf, STREAM_HEADERS } from "../http/respond.ts"
import type { ChatChunk } from "./collect-answer.ts"

/** A UI message stream of the AI SDK: server-sent events without names, of which the last is [DONE]. */
export function messageStream(chunks: AsyncIterable<ChatChunk>): Response {
  const encoder = new TextEncoder()
  return new Response(
    bodyOf(withEnd(chunks), (event) => encoder.encode(`data: ${event}\n\n`)),
    {
      headers: {
        ...STREAM_HEADERS,
        "content-type": "text/event-stream; charset=utf-8",
        "x-vercel-ai-ui-message-stream": "v1",
      },
    },
  )
}

async function* withEnd(chunks: AsyncIterable<ChatChunk>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield JSON.stringify(chunk)
  yield "[DONE]"
}
