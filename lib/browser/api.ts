import type { z } from "zod"
import { ErrorEnvelope } from "#lib/domain/api.ts"
import type { ErrorCode } from "#lib/domain/app-error.ts"

/** `unreachable`: no answer came (status 0). `bad_answer`: one came that is not what was agreed. */
export type ApiErrorCode = ErrorCode | "unreachable" | "bad_answer"

type ApiErrorFields = {
  status: number
  code: ApiErrorCode
  details?: unknown
  requestId?: string | undefined
  retryAfterSeconds?: number | undefined
}

/** A request that failed, with a message written for the person at the screen. */
export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  readonly code: ApiErrorCode
  readonly details: unknown
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(message: string, fields: ApiErrorFields, options?: ErrorOptions) {
    super(message, options)
    this.name = "ApiError"
    this.status = fields.status
    this.code = fields.code
    this.details = fields.details
    this.requestId = fields.requestId
    this.retryAfterSeconds = fields.retryAfterSeconds
  }
}

export type RequestOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Sent as JSON. */
  body?: unknown
  /** Sent as multipart, instead of a body. */
  form?: FormData
  /** The version of the resource that is being changed. */
  ifMatch?: number
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
}

/**
 * Calls the API and parses the whole answer: pass `dataOf(User)`, `pageOf(CardSummary)`, or `Nothing` for a 204.
 * Throws ApiError, and only the signal's AbortError besides.
 */
export async function request<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const response = await send(path, options)
  const parsed = schema.safeParse(await bodyOf(response, options.signal))
  if (!parsed.success) {
    throw new ApiError(
      "The server's answer could not be read. Reload the page; it may be older than the server.",
      { status: response.status, code: "bad_answer", requestId: requestIdOf(response) },
      { cause: parsed.error },
    )
  }
  return parsed.data
}

/** Like request(), for answers that are read as a stream: the response has been checked to be a success. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, form, ifMatch, signal } = options
  const { method = body === undefined && form === undefined ? "GET" : "POST" } = options
  const headers = new Headers(options.headers)
  if (!headers.has("accept")) headers.set("accept", "application/json")
  if (body !== undefined) headers.set("content-type", "application/json")
  if (ifMatch !== undefined) headers.set("if-match", `"${ifMatch}"`)
  const response = await reach(path, {
    method,
    headers,
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(form === undefined ? {} : { body: form }),
    ...(signal ? { signal } : {}),
  })
  if (!response.ok) throw apiErrorOf(response, await bodyOf(response, signal))
  return response
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (cause) {
    throw failureOf(cause, init.signal)
  }
}

async function bodyOf(response: Response, signal: AbortSignal | null | undefined): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch (cause) {
    throw failureOf(cause, signal)
  }
  if (text === "") return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function failureOf(cause: unknown, signal: AbortSignal | null | undefined): unknown {
  if (signal?.aborted) return cause
  return new ApiError(
    "Cardloom can't be reached. Check your connection, then try again.",
    { status: 0, code: "unreachable" },
    { cause },
  )
}

function apiErrorOf(response: Response, body: unknown): ApiError {
  const retryAfterSeconds = Number(response.headers.get("retry-after")) || undefined
  const envelope = ErrorEnvelope.safeParse(body)
  if (envelope.success) {
    const { code, message, details, requestId } = envelope.data.error
    return new ApiError(message, { status: response.status, code, details, requestId, retryAfterSeconds })
  }
  return new ApiError(`The server answered ${response.status} without saying why. Try again in a moment.`, {
    status: response.status,
    code: "bad_answer",
    requestId: requestIdOf(response),
    retryAfterSeconds,
  })
}

const requestIdOf = (response: Response) => response.headers.get("x-request-id") ?? undefined
