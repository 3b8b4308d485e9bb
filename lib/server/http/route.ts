import "server-only"
import type { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import type { Endpoint } from "#lib/domain/endpoints/endpoint.ts"
import type { Actor } from "#lib/domain/user.ts"
import { recordDenied } from "../audit/record-denied.ts"
import { withRequestContext, type RequestContext } from "../audit/request-context.ts"
import { clientAddress } from "../auth/client-address.ts"
import { readActor } from "../auth/read-actor.ts"
import { answerOnce } from "../idempotency/answer-once.ts"
import { log } from "../log.ts"
import { countRequest } from "../metrics.ts"
import { webEnv } from "../web-env.ts"
import { authorise } from "./authorise.ts"
import { errorResponse } from "./error-response.ts"
import { parse, readIfMatch, readJson } from "./parse-request.ts"
import { refuseForeignOrigin } from "./refuse-foreign-origin.ts"
import { addSecurityHeaders } from "./security-headers.ts"
import { countWrite } from "./write-limit.ts"

type Output<S> = S extends z.ZodType ? z.output<S> : undefined

type Call<E extends Endpoint> = {
  params: Output<E["params"]>
  query: Output<E["query"]>
  /** Of a multipart request: undefined; the handler reads the stream of `request`. */
  body: E["bodyType"] extends "multipart/form-data"
    ? E["jsonBody"] extends z.ZodType
      ? z.output<E["jsonBody"]> | undefined
      : undefined
    : Output<E["body"]>
  /** Whoever asks; for public endpoints null when nobody does. */
  actor: E["access"] extends "public" | "operator" ? Actor | null : Actor
  expectedVersion: E["ifMatch"] extends true ? number : undefined
  request: Request
  /** Aborted when the caller goes away. */
  signal: AbortSignal
}

type NextContext = { params: Promise<Record<string, string | string[] | undefined>> }

/**
 * A route handler: says who asks, checks they may, parses, calls, and turns failures into the error envelope.
 * Rights on the things named by `params` are the use case's to check.
 */
export function route<const E extends Endpoint>(endpoint: E, handle: (call: Call<E>) => Promise<Response> | Response) {
  return (request: Request, context: NextContext): Promise<Response> => {
    const asked = { requestId: crypto.randomUUID(), address: clientAddress(request.headers), actor: null }
    return withRequestContext<Promise<Response>>(asked, () => answer(endpoint, handle, request, context, asked))
  }
}

type Asked = RequestContext & { requestId: string; actor: Actor | null }

async function answer<const E extends Endpoint>(
  endpoint: E,
  handle: (call: Call<E>) => Promise<Response> | Response,
  request: Request,
  context: NextContext,
  asked: Asked,
): Promise<Response> {
  const { requestId } = asked
  const { method, path } = endpoint
  const startedAt = performance.now()
  let response: Response
  try {
    const actor = (asked.actor = await readActor(request.headers))
    if (!["GET", "HEAD"].includes(request.method) && actor?.via !== "token" && endpoint.access !== "operator")
      guardAgainstForgery(request, actor)
    await authoriseOrRecord(endpoint, actor, request.headers)
    if (actor && endpoint.method !== "GET" && !endpoint.reads) countWrite(actor.userId)
    const params = endpoint.params && parse(endpoint.params, await context.params, "params")
    const query =
      endpoint.query && parse(endpoint.query, Object.fromEntries(new URL(request.url).searchParams), "query")
    const expectedVersion = endpoint.ifMatch ? readIfMatch(request.headers) : undefined
    const schema = bodySchemaOf(endpoint, request.headers)
    const body = schema && parse(schema, await readJson(request), "body")
    // The schemas were just applied: this is where their types and the call's meet.
    const call = { params, query, body, actor, expectedVersion, request, signal: request.signal } as Call<E>
    response = await answerOnce({ endpoint, actor, request, body }, (received) =>
      handle({ ...call, request: received }),
    )
  } catch (error) {
    response = errorResponse(error, requestId)
    if (!(error instanceof AppError) || error.code === "internal")
      log.error({ requestId, err: error }, "request failed")
  }
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store")
  response.headers.set("x-request-id", requestId)
  addSecurityHeaders(response.headers)
  const durationMs = Math.round(performance.now() - startedAt)
  countRequest({ method, route: path, status: response.status, durationMs })
  const { actor } = asked
  log.info({
    requestId,
    method,
    route: path,
    status: response.status,
    userId: actor?.userId,
    via: actor?.via,
    durationMs,
  })
  return response
}

async function authoriseOrRecord(endpoint: Endpoint, actor: Actor | null, headers: Headers): Promise<void> {
  try {
    authorise(endpoint, actor, headers)
  } catch (error) {
    if (actor) await recordDenied({ actor, what: `${endpoint.method} ${endpoint.path}` })
    throw error
  }
}

/** What the body is parsed with; undefined where the handler reads it as a stream. @throws AppError unsupported_media_type. */
function bodySchemaOf(endpoint: Endpoint, headers: Headers): z.ZodType | undefined {
  if (!endpoint.bodyType) return endpoint.body
  const contentType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase()
  if (contentType === endpoint.bodyType) return undefined
  if (contentType === "application/json" && endpoint.jsonBody) return endpoint.jsonBody
  throw new AppError(
    "unsupported_media_type",
    endpoint.jsonBody
      ? "Send the file as multipart/form-data, or JSON that says where it lies, with content-type: application/json."
      : "Send the file as multipart/form-data: the fields first, then the part named file.",
  )
}

function guardAgainstForgery(request: Request, actor: Actor | null): void {
  // Without a session there is nothing for another site to ride on; scripts sign in without an Origin.
  const fromBrowser = request.headers.has("origin") || request.headers.has("sec-fetch-site")
  if (actor !== null || fromBrowser) refuseForeignOrigin(request.headers, webEnv().CARDLOOM_URL)
}
