import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { AppError } from "#lib/domain/app-error.ts"
import {
  ExportRequest,
  ImportRequest,
  InspectRequest,
  PreviewRequest,
  RenderRequest,
  TransformPreviewRequest,
  TransformRequest,
  ValuesRequest,
  type ExecutorHealth,
} from "#lib/domain/job-contract.ts"
import { exportDataset, type Exporter } from "../jobs/export-dataset.ts"
import { importDataset, type Importer } from "../jobs/import-dataset.ts"
import { inspectUpload, type Inspector } from "../jobs/inspect-upload.ts"
import { columnValues, previewDataset, type Querier } from "../jobs/query-dataset.ts"
import { previewTransform } from "../jobs/preview-transform.ts"
import { renderCards } from "../jobs/render-cards.ts"
import type { CardRunner } from "../jobs/run-card.ts"
import { transformDataset } from "../jobs/transform-dataset.ts"
import type { Transformer } from "../jobs/transform-sandbox.ts"
import type { Log } from "../log.ts"
import type { Metrics } from "../metrics.ts"
import type { JobQueue } from "../queue/job-queue.ts"
import type { Sandbox } from "../sandbox/sandbox.ts"
import { authorise } from "./authorise.ts"
import { readBody } from "./read-body.ts"
import { respondError, respondFile, respondJson, respondNdjson } from "./respond.ts"

const MAX_BODY_BYTES = 32 * 1024 ** 2

export type Executor = {
  token: string
  sandbox: Sandbox
  queue: JobQueue
  cards: CardRunner & { queue: JobQueue }
  queries: Querier
  imports: Importer
  inspections: Inspector
  exports: Exporter
  transforms: Transformer
  metrics: Metrics
  log: Log
  isDraining(): boolean
}

type Handler = (
  executor: Executor,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
) => Promise<void>

/** `public` needs no token; `job` is refused without a sandbox. */
const ROUTES: Record<string, { kind: "public" | "operator" | "job"; handle: Handler }> = {
  "GET /health": { kind: "public", handle: health },
  "GET /metrics": { kind: "operator", handle: metrics },
  "POST /v1/render": { kind: "job", handle: render },
  "POST /v1/import": { kind: "job", handle: runImport },
  "POST /v1/inspect": { kind: "job", handle: inspect },
  "POST /v1/export": { kind: "job", handle: runExport },
  "POST /v1/transform": { kind: "job", handle: transform },
  "POST /v1/transform/preview": { kind: "job", handle: transformPreview },
  "POST /v1/preview": { kind: "job", handle: preview },
  "POST /v1/values": { kind: "job", handle: values },
}

/**
 * How long an idle connection is kept, and how long clients are told to. A client that let go last would now and then
 * send a request into a connection that is being closed.
 */
const KEEP_ALIVE_MS = 60_000
const TOLD_KEEP_ALIVE_SECONDS = 30

/** The executor's HTTP API. Not listening yet. */
export function createHttpServer(executor: Executor): Server {
  const server = createServer((request, response) => void answer(executor, request, response))
  // Renders and imports stream for as long as they take; headers and bodies may not.
  server.requestTimeout = 60_000
  server.headersTimeout = 10_000
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
}

async function answer(executor: Executor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const left = new AbortController()
  response.setHeader("keep-alive", `timeout=${TOLD_KEEP_ALIVE_SECONDS}`)
  response.on("close", () => {
    if (!response.writableFinished) left.abort(new Error("the client left"))
  })
  try {
    const path = (request.url ?? "/").split("?")[0]
    const route = ROUTES[`${request.method} ${path}`]
    if (route?.kind !== "public") authorise(request, executor.token)
    if (!route) throw new AppError("not_found", "The executor has no such route.")
    if (route.kind === "job") refuseIfUnable(executor)
    await route.handle(executor, request, response, left.signal)
  } catch (error) {
    if (left.signal.aborted) return
    respondError(response, error, executor.log)
  }
}

function refuseIfUnable({ sandbox, isDraining }: Executor): void {
  if (isDraining()) throw new AppError("unavailable", "The executor is stopping.", { retryAfterSeconds: 5 })
  const { health, isRestarting } = sandbox
  if (!health.ok && !isRestarting)
    throw new AppError("unavailable", health.reason ?? "There is no sandbox.", { retryAfterSeconds: 15 })
}

async function health({ sandbox, queue, isDraining }: Executor, _request: IncomingMessage, response: ServerResponse) {
  const ok = sandbox.health.ok && !isDraining()
  const body: ExecutorHealth = {
    ok,
    sandbox: { ...sandbox.health, controlGroup: sandbox.controlGroupVersion },
    queue: { running: queue.running, waiting: queue.waiting, limit: queue.limit },
    runtimeVersion: sandbox.runtimeVersion,
  }
  respondJson(response, ok ? 200 : 503, body)
}

async function metrics(executor: Executor, _request: IncomingMessage, response: ServerResponse) {
  const text = await executor.metrics.render()
  response.writeHead(200, { "content-type": executor.metrics.contentType, "cache-control": "no-store" })
  response.end(text)
}

async function render(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, RenderRequest, MAX_BODY_BYTES)
  await respondNdjson(response, renderCards(executor.cards, body, signal), signal)
}

async function runImport(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, ImportRequest, MAX_BODY_BYTES)
  await respondNdjson(response, importDataset(executor.imports, body, signal), signal)
}

async function inspect(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, InspectRequest, MAX_BODY_BYTES)
  respondJson(response, 200, await inspectUpload(executor.inspections, body, signal))
}

async function runExport(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, ExportRequest, MAX_BODY_BYTES)
  await respondFile(response, await exportDataset(executor.exports, body, signal), "text/csv; charset=utf-8", signal)
}

async function transform(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, TransformRequest, MAX_BODY_BYTES)
  await respondNdjson(response, transformDataset(executor.transforms, body, signal), signal)
}

async function transformPreview(
  executor: Executor,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
) {
  const body = await readBody(request, TransformPreviewRequest, MAX_BODY_BYTES)
  respondJson(response, 200, await previewTransform(executor.transforms, body, signal))
}

async function preview(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, PreviewRequest, MAX_BODY_BYTES)
  respondJson(response, 200, await previewDataset(executor.queries, body, signal))
}

async function values(executor: Executor, request: IncomingMessage, response: ServerResponse, signal: AbortSignal) {
  const body = await readBody(request, ValuesRequest, MAX_BODY_BYTES)
  respondJson(response, 200, await columnValues(executor.queries, body, signal))
}
