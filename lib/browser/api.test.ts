import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { ApiError, request } from "./api.ts"
import { Nothing } from "./nothing.ts"

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  closers.push(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const failureOf = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error("expected an ApiError", { cause: error })
  return error
}

describe("request", () => {
  test("parses the answer by its schema", async () => {
    const url = await serve((_, response) => response.end(JSON.stringify({ data: { name: "Ada" } })))
    expect(await request(dataOf(z.object({ name: z.string() })), url)).toEqual({ data: { name: "Ada" } })
  })

  test("sends a body as JSON with POST, and the version as If-Match", async () => {
    const url = await serve(async (incoming, response) => {
      let body = ""
      for await (const chunk of incoming) body += String(chunk)
      const { method, headers } = incoming
      response.end(JSON.stringify({ method, body, type: headers["content-type"], ifMatch: headers["if-match"] }))
    })
    const schema = z.object({ method: z.string(), body: z.string(), type: z.string(), ifMatch: z.string() })
    expect(await request(schema, url, { body: { a: 1 }, ifMatch: 3 })).toEqual({
      method: "POST",
      body: '{"a":1}',
      type: "application/json",
      ifMatch: '"3"',
    })
  })

  test("an answer without a body is Nothing", async () => {
    const url = await serve((_, response) => response.writeHead(204).end())
    expect(await request(Nothing, url, { method: "DELETE" })).toBeUndefined()
  })

  test("an error answer keeps its code, message, details and request id", async () => {
    const url = await serve((_, response) =>
      response
        .writeHead(409, { "retry-after": "7" })
        .end(
          JSON.stringify({ error: { code: "conflict", message: "In use.", details: { by: 1 }, requestId: "req_1" } }),
        ),
    )
    const error = await failureOf(request(Nothing, url, { method: "DELETE" }))
    expect(error).toMatchObject({
      status: 409,
      code: "conflict",
      message: "In use.",
      details: { by: 1 },
      requestId: "req_1",
      retryAfterSeconds: 7,
    })
  })

  test.each([
    ["an error page of a proxy", 502, "<html>", 502],
    ["a success that is not what was agreed", 200, '{"data":1}', 200],
  ])("%s is a bad answer", async (_, status, body, expected) => {
    const url = await serve((_incoming, response) => response.writeHead(status).end(body))
    expect(await failureOf(request(dataOf(z.string()), url))).toMatchObject({ code: "bad_answer", status: expected })
  })

  test("no answer at all is unreachable", async () => {
    const url = await serve((incoming) => incoming.destroy())
    expect(await failureOf(request(Nothing, url))).toMatchObject({ code: "unreachable", status: 0 })
  })

  test("an aborted request throws the signal's reason, not an ApiError", async () => {
    const url = await serve(() => undefined)
    const controller = new AbortController()
    const pending = request(Nothing, url, { signal: controller.signal })
    controller.abort()
    await expect(pending).rejects.toMatchObject({ name: "AbortError" })
  })
})
