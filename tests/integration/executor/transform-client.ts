import { createInterface } from "node:readline"
import { Readable } from "node:stream"
import { newId } from "#lib/domain/ids.ts"
import {
  TransformEvent,
  TransformPreview,
  type TransformFailure,
  type TransformInput,
  type TransformPreviewRequest,
  type TransformReport,
  type TransformRequest,
} from "#lib/domain/job-contract.ts"
import type { ExecutorClient } from "./executor-client.ts"

export type Version = Pick<TransformInput, "datasetId" | "dataVersionId">
export type Inputs = Record<string, Version>

/** How a transform's run went: what it printed, its progress, and its one end. */
export type Ran = {
  output: Version
  log: string
  stages: string[]
  report?: TransformReport
  failure?: TransformFailure
}

/** Asks a running executor for transforms as the web tier does. */
export class TransformClient {
  private readonly client: ExecutorClient

  constructor(client: ExecutorClient) {
    this.client = client
  }

  request(code: string, inputs: Inputs, over: Partial<TransformRequest> = {}): TransformRequest {
    return {
      ...job(code, inputs),
      runId: newId("run"),
      datasetId: newId("ds"),
      dataVersionId: newId("dv"),
      ...over,
    }
  }

  /** The stream of a run, from its first event. */
  async start(request: TransformRequest, signal?: AbortSignal): Promise<AsyncGenerator<TransformEvent>> {
    const response = await this.client.post("/v1/transform", request, signal ? { signal } : {})
    if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`)
    return events(response.body)
  }

  async run(code: string, inputs: Inputs, over: Partial<TransformRequest> = {}): Promise<Ran> {
    const request = this.request(code, inputs, over)
    const ran: Ran = { output: request, log: "", stages: [] }
    for await (const event of await this.start(request)) {
      if ("log" in event) ran.log += event.log
      else if ("progress" in event) ran.stages.push(event.progress.stage)
      else Object.assign(ran, event)
    }
    return ran
  }

  async preview(code: string, inputs: Inputs, over: Partial<TransformPreviewRequest> = {}): Promise<TransformPreview> {
    const response = await this.client.post("/v1/transform/preview", {
      ...job(code, inputs),
      sampleRows: 1000,
      ...over,
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return TransformPreview.parse(await response.json())
  }
}

function job(code: string, inputs: Inputs) {
  return {
    requestId: "test",
    principal: "usr_tester",
    priority: "scheduled" as const,
    timezone: "UTC",
    language: "python" as const,
    code,
    inputs: Object.entries(inputs).map(([alias, { datasetId, dataVersionId }]) => ({
      alias,
      datasetId,
      dataVersionId,
    })),
    params: {},
  }
}

async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<TransformEvent> {
  for await (const line of createInterface({ input: Readable.from(body) })) yield TransformEvent.parse(JSON.parse(line))
}

/** A body of `transform`, indented as Python wants it. */
export function transform(...statements: string[]): string {
  return `def transform(inputs, params):\n${statements.map((line) => `    ${line}`).join("\n")}\n`
}
