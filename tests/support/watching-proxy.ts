import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"

export type Exchange = { method: string; path: string; headers: IncomingMessage["headers"]; body: Buffer }

/** What to do at each point of an exchange; nothing is passed on before it has settled. "cut" breaks the connection. */
export type Watch = {
  /** The request is here whole, and not yet passed on. An answer given here is given in the target's place. */
  onRequest?: (exchange: Exchange) => Promise<Verdict> | Verdict
  /** The target has answered, and nothing of it is passed back yet. */
  onAnswer?: (exchange: Exchange) => Promise<"cut" | void> | "cut" | void
  /** A piece of the answer is here; `doneBytes` were passed back before it. */
  onChunk?: (exchange: Exchange, chunk: Buffer, doneBytes: number) => Promise<"cut" | void> | "cut" | void
}
type Verdict = "cut" | { status: number; body: string } | void

export type WatchingProxy = {
  url: string
  /** May be exchanged at any time. */
  watch: Watch
  close: () => Promise<void>
}

/** Stands between a program and a server it speaks HTTP with, and lets a test act at a certain point of it. */
export async function startWatchingProxy(target: string): Promise<WatchingProxy> {
  const server = createServer((request, response) => {
    pass(target, proxy.watch, request, response).catch(() => response.destroy())
  })
  const proxy: WatchingProxy = {
    url: "",
    watch: {},
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  proxy.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
  return proxy
}

async function pass(target: string, watch: Watch, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url: path = "/", headers } = request
  const exchange: Exchange = { method, path, headers, body: await buffer(request) }
  const verdict = await watch.onRequest?.(exchange)
  if (verdict === "cut") throw new Error("cut")
  if (verdict) {
    response.writeHead(verdict.status, { "content-type": "application/xml" }).end(verdict.body)
    return
  }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    // As a text: made into a URL, a path with `..` in it would be another.
    const { hostname, port } = new URL(target)
    const outgoing = send({ hostname, port, path, method, headers }, resolve)
    response.once("close", () => outgoing.destroy())
    outgoing.once("error", reject)
    outgoing.end(exchange.body)
  })
  if ((await watch.onAnswer?.(exchange)) === "cut") throw new Error("cut")
  response.writeHead(answer.statusCode ?? 502, answer.headers)
  response.flushHeaders()
  let doneBytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if ((await watch.onChunk?.(exchange, chunk, doneBytes)) === "cut") throw new Error("cut")
    if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve))
    doneBytes += chunk.byteLength
  }
  response.end()
}
