import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { text } from "node:stream/consumers"
import { chunk, chunksOf, GenerateRequest, type Reply } from "./protocol.ts"
import { SCRIPTS } from "./scripts.ts"
import { readTurn } from "./turn.ts"

export const FAKE_KEY = "a key of the fake model's"
/** What workload identity federation gets here for any subject's token. */
const FAKE_TOKEN = "a token of the fake model's"
const FAKE_MODEL = "gemini-fake"

export type FakeVertex = {
  url: string
  /** What web is told, to ask it. */
  env: Record<string, string>
  /** What it was sent, in order. */
  requests: GenerateRequest[]
  /** Called with each request before it is answered: the place to change the world in mid-conversation. */
  onRequest: ((request: GenerateRequest, count: number) => Promise<void>) | null
  close: () => Promise<void>
}

/**
 * Vertex AI as Cardloom speaks to it, over HTTP on a free port of this machine. Which scripted model answers is said by
 * the question: `script:inventor` and the like (scripts.ts); without it, the good one.
 */
export async function startFakeVertex(port = 0): Promise<FakeVertex> {
  const fake: FakeVertex = { url: "", env: {}, requests: [], onRequest: null, close: async () => {} }
  const server = createServer((request, response) => {
    answer(fake, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("no port")
  fake.url = `http://127.0.0.1:${address.port}`
  fake.env = {
    GOOGLE_VERTEX_API_KEY: FAKE_KEY,
    CARDLOOM_CHAT_BASE_URL: `${fake.url}/v1/publishers/google`,
    CARDLOOM_CHAT_MODEL: FAKE_MODEL,
  }
  fake.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return fake
}

async function answer(fake: FakeVertex, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === "/token") return grant(response)
  const path = /^\/v1\/publishers\/google\/models\/([^/:]+):(streamGenerateContent|generateContent)(\?alt=sse)?$/.exec(
    request.url ?? "",
  )
  if (!path || request.method !== "POST") return refuse(response, 404, "NOT_FOUND")
  const isKnown =
    request.headers["x-goog-api-key"] === FAKE_KEY || request.headers.authorization === `Bearer ${FAKE_TOKEN}`
  if (!isKnown) return refuse(response, 401, "UNAUTHENTICATED")
  const body = await text(request)
  const asked = GenerateRequest.parse(JSON.parse(body))
  fake.requests.push(asked)
  await fake.onRequest?.(asked, fake.requests.length)
  const turn = readTurn(asked)
  const name = /script:([a-z-]+)/.exec(turn.question)?.[1] ?? (writesCode(asked) ? "coder" : "good")
  const script = SCRIPTS[name]
  if (!script) return refuse(response, 400, "INVALID_ARGUMENT")
  const reply = script(turn)
  if ("status" in reply) return refuse(response, reply.status, reply.error)
  if (path[2] === "generateContent") return whole(response, reply, body.length)
  await stream(response, reply, Math.ceil(body.length / 4))
}

function grant(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" })
  response.end(JSON.stringify({ access_token: FAKE_TOKEN, token_type: "Bearer", expires_in: 3600 }))
}

const writesCode = ({ tools }: GenerateRequest): boolean =>
  tools?.some(({ functionDeclarations }) => functionDeclarations?.some(({ name }) => name === "proposeCode")) ?? false

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/json" })
  response.end(JSON.stringify({ error: { code: status, message: `The fake model says ${code}.`, status: code } }))
}

function whole(response: ServerResponse, reply: Exclude<Reply, { status: number }>, length: number): void {
  const calls = "calls" in reply ? (reply.calls ?? []) : []
  const parts = [...(reply.text ? [{ text: reply.text }] : []), ...calls.map((call) => ({ functionCall: call }))]
  response.writeHead(200, { "content-type": "application/json" })
  response.end(
    JSON.stringify({
      candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }],
      usageMetadata: { promptTokenCount: Math.ceil(length / 4), candidatesTokenCount: 10, totalTokenCount: 10 },
    }),
  )
}

async function stream(
  response: ServerResponse,
  reply: Exclude<Reply, { status: number }>,
  promptTokens: number,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" })
  const send = (event: string) =>
    new Promise<void>((resolve) => response.write(`data: ${event}\r\n\r\n`, () => resolve()))
  if (!("ending" in reply)) {
    for (const event of chunksOf(reply, promptTokens)) await send(JSON.stringify(event))
    response.end()
    return
  }
  for (const word of reply.text.split(/(?<= )/)) await send(JSON.stringify(chunk([{ text: word }])))
  if (reply.ending === "hangs") return
  if (reply.ending === "garbles") await send('{"candidates": [{"content": ')
  response.end()
}
