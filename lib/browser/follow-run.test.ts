import { createServer, type RequestListener } from "node:http"
import { afterEach, expect, test, vi } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import type { Run, RunStatus } from "#lib/domain/run.ts"
import { followRun, type RunUpdate } from "./follow-run.ts"

const run: Run = {
  id: newId("run"),
  kind: "import",
  status: "queued",
  progress: { stage: "queued", done: 0, total: 0 },
  startedBy: newId("usr"),
  createdAt: "2024-05-01T10:00:00.000Z",
}
const event = (status: RunStatus) => `event: run\ndata: ${JSON.stringify({ ...run, status })}\n\n`
const summary = (update: RunUpdate) => (update.kind === "run" ? update.run.status : update.kind)
const closers: (() => void)[] = []

afterEach(() => {
  vi.unstubAllGlobals()
  for (const close of closers.splice(0)) close()
})

/** A server of our own, which the page's relative addresses reach. */
async function serve(listener: RequestListener): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closers.push(() => (server.closeAllConnections(), server.close()))
  const address = server.address()
  const origin = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : ""
  const { fetch } = globalThis
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => fetch(`${origin}${path}`, init))
}

async function follow(signal = new AbortController().signal): Promise<string[]> {
  const seen: string[] = []
  for await (const update of followRun(run.id, signal)) seen.push(summary(update))
  return seen
}

test("given a run that ends, then each of its states is told and the following ends", async () => {
  await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.write(event("queued"))
    response.write(`: beat\n\n${event("running").slice(0, 30)}`)
    response.end(event("running").slice(30) + event("succeeded"))
  })
  expect(await follow()).toEqual(["queued", "running", "succeeded"])
})

test("given the stream closes too early, then the run itself is read", async () => {
  await serve((request, response) => {
    if (request.url?.endsWith("/events")) response.end(event("running"))
    else response.end(JSON.stringify({ data: { ...run, status: "failed" } }))
  })
  expect(await follow()).toEqual(["running", "failed"])
})

test("given the connection breaks, then it is taken up again", async () => {
  let tries = 0
  await serve((_, response) => {
    tries += 1
    if (tries === 1) {
      response.write(event("running"))
      response.destroy()
    } else response.end(event("succeeded"))
  })
  expect((await follow()).slice(-2)).toEqual(["reconnecting", "succeeded"])
})

test("given the run may not be seen, then asking again is no use", async () => {
  await serve((_, response) => {
    response.writeHead(404)
    response.end(JSON.stringify({ error: { code: "not_found", message: "There is no such run.", requestId: "r" } }))
  })
  await expect(follow()).rejects.toMatchObject({ code: "not_found" })
})

test("given the page is left, then following ends without an error", async () => {
  const controller = new AbortController()
  await serve((_, response) => {
    response.write(event("running"))
  })
  const seen: string[] = []
  for await (const update of followRun(run.id, controller.signal)) {
    seen.push(summary(update))
    controller.abort()
  }
  expect(seen).toEqual(["running"])
})
