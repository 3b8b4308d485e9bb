import "server-only"
import type { z } from "zod"
import { AppError } from "#lib/domain/app-error.ts"
import {
  ExecutorHealth,
  ExecutorRefusal,
  ImportEvent,
  Inspection,
  PreviewResponse,
  RenderEvent,
  TransformEvent,
  TransformPreview,
  ValuesResponse,
  type ExportRequest,
  type ImportRequest,
  type InspectRequest,
  type PreviewRequest,
  type RenderRequest,
  type TransformPreviewRequest,
  type TransformRequest,
  type ValuesRequest,
} from "#lib/domain/job-contract.ts"
import { webEnv } from "../web-env.ts"
import { readChunks } from "./read-chunks.ts"
import { readLines } from "./read-lines.ts"

const HEALTH_TIMEOUT_MS = 3000
/** What the executor says before its sandbox has started. */
const UNKNOWN_RUNTIME = "unknown"
/** A line holds one card's display: the executor's output cap, as JSON, with room for escapes. */
const MAX_LINE_CHARACTERS = 64 * 1024 * 1024

/**
 * Runs cards; yields their results in finishing order. Ends without `done` when the executor was cut off.
 * @throws AppError unavailable when the executor can't be reached or refuses.
 */
export async function* renderCards(request: RenderRequest, signal: AbortSignal): AsyncGenerator<RenderEvent> {
  yield* stream("/v1/render", request, RenderEvent, signal)
}

/** Imports an upload; the last event is `report` or `failure`. @throws AppError unavailable. */
export async function* importUpload(request: ImportRequest, signal: AbortSignal): AsyncGenerator<ImportEvent> {
  yield* stream("/v1/import", request, ImportEvent, signal)
}

/** Runs a transform; the last event is `report` or `failure`. @throws AppError unavailable. */
export async function* transformData(request: TransformRequest, signal: AbortSignal): AsyncGenerator<TransformEvent> {
  yield* stream("/v1/transform", request, TransformEvent, signal)
}

/** Runs a transform on the first rows of its inputs and keeps nothing. One that fails is an answer. @throws AppError unavailable. */
export const tryTransform = (request: TransformPreviewRequest, signal: AbortSignal): Promise<TransformPreview> =>
  ask("/v1/transform/preview", request, TransformPreview, signal)

/** What an upload looks like. @throws AppError unavailable; validation_failed, too_large for what is no table. */
export const inspectUpload = (request: InspectRequest, signal: AbortSignal): Promise<Inspection> =>
  ask("/v1/inspect", request, Inspection, signal)

/**
 * A data version as CSV. Answers when the first bytes are there; the chunks throw when the rest does not follow.
 * @throws AppError unavailable, not_found.
 */
export async function exportData(request: ExportRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const response = await send("/v1/export", request, signal)
  if (!response.body) throw new AppError("unavailable", "The executor sent no rows. Try again.")
  return readChunks(response.body, signal)
}

/** @throws AppError unavailable */
export const previewData = (request: PreviewRequest): Promise<PreviewResponse> =>
  ask("/v1/preview", request, PreviewResponse)

/** @throws AppError unavailable, validation_failed for a column the data has not. */
export const readValues = (request: ValuesRequest): Promise<ValuesResponse> =>
  ask("/v1/values", request, ValuesResponse)

/** How the executor is; never throws. */
export async function readExecutorHealth(): Promise<{
  ok: boolean
  reason: string | null
  /** null while the executor cannot say. */
  runtimeVersion: string | null
}> {
  try {
    const response = await fetch(new URL("/health", webEnv().EXECUTOR_URL), {
      signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
    })
    const health = ExecutorHealth.parse(await response.json())
    const runtimeVersion = health.runtimeVersion === UNKNOWN_RUNTIME ? null : health.runtimeVersion
    return { ok: health.ok, reason: health.sandbox.reason, runtimeVersion }
  } catch {
    return { ok: false, reason: "the executor does not answer", runtimeVersion: null }
  }
}

async function* stream<S extends z.ZodType>(
  path: string,
  body: unknown,
  schema: S,
  signal: AbortSignal,
): AsyncGenerator<z.output<S>> {
  const response = await send(path, body, signal)
  try {
    const chunks = response.body && readChunks(response.body, signal)
    for await (const line of readLines(chunks, MAX_LINE_CHARACTERS)) yield schema.parse(JSON.parse(line))
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new AppError("unavailable", "The executor broke off its answer. Try again.", { cause, retryAfterSeconds: 1 })
  }
}

async function ask<S extends z.ZodType>(
  path: string,
  body: unknown,
  schema: S,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  const response = await send(path, body, signal)
  return schema.parse(await response.json())
}

async function send(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const { EXECUTOR_URL, EXECUTOR_TOKEN } = webEnv()
  let response: Response
  try {
    response = await fetch(new URL(path, EXECUTOR_URL), {
      method: "POST",
      headers: { authorization: `Bearer ${EXECUTOR_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new AppError(
      "unavailable",
      "The executor, which runs cards and imports, does not answer. It may be restarting; try again in a moment.",
      { cause, retryAfterSeconds: 2 },
    )
  }
  if (!response.ok) throw await refusalOf(response)
  return response
}

async function refusalOf(response: Response): Promise<AppError> {
  const refusal = ExecutorRefusal.safeParse(await response.json().catch(() => null)).data?.error
  const retryAfterSeconds = Number(response.headers.get("retry-after")) || undefined
  if (refusal?.code === "validation_failed" || refusal?.code === "not_found" || refusal?.code === "too_large") {
    return new AppError(refusal.code, refusal.message)
  }
  if (refusal?.code === "unavailable")
    return new AppError("unavailable", refusal.message, { retryAfterSeconds: retryAfterSeconds ?? 2 })
  return new AppError("internal", `the executor refused: ${response.status} ${refusal?.message ?? ""}`)
}
