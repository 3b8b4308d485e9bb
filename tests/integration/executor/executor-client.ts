import { newId, type DatasetId, type DataVersionId } from "#lib/domain/ids.ts"
import {
  ImportEvent,
  RenderEvent,
  type CardInput,
  type CardJob,
  type CardResult,
  type ImportRequest,
  type RenderRequest,
} from "#lib/domain/job-contract.ts"
import { objectKeys } from "#lib/domain/object-keys.ts"
import { openObjectStore } from "#lib/objects/open-store.ts"
import type { RunningExecutor } from "#tests/support/start-executor.ts"

type Dataset = { datasetId: DatasetId; dataVersionId: DataVersionId }
export type CardOverrides = Partial<Omit<CardJob, "code">>

/** Speaks to a running executor as the web tier does. */
export class ExecutorClient {
  private readonly executor: RunningExecutor

  constructor(executor: RunningExecutor) {
    this.executor = executor
  }

  post(path: string, body: unknown, options: { signal?: AbortSignal; token?: string } = {}): Promise<Response> {
    return fetch(`${this.executor.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${options.token ?? this.executor.token}`, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...(options.signal && { signal: options.signal }),
    })
  }

  async render(cards: CardJob[], over: Partial<RenderRequest> = {}): Promise<RenderEvent[]> {
    const response = await this.post("/v1/render", renderRequest(cards, over))
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return lines(response, RenderEvent.parse)
  }

  /** The result of one card. */
  async run(code: string, over: CardOverrides = {}): Promise<CardResult> {
    const [event] = await this.render([card(code, over)])
    if (!event || !("result" in event)) throw new Error("no result came")
    return event.result
  }

  async import(
    csv: string | Uint8Array,
    over: Partial<ImportRequest> = {},
  ): Promise<{ dataset: Dataset; events: ImportEvent[] }> {
    const uploadId = newId("up")
    const dataset = { datasetId: newId("ds"), dataVersionId: newId("dv") }
    const store = openObjectStore({ OBJECTS_DIR: this.executor.objectsDir })
    await store.put(objectKeys.upload(uploadId), Buffer.from(csv))
    const request: ImportRequest = {
      requestId: "test",
      principal: "usr_tester",
      priority: "preview",
      runId: newId("run"),
      uploadId,
      filename: "test.csv",
      options: {},
      ...dataset,
      ...over,
    }
    const response = await this.post("/v1/import", request)
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return { dataset, events: await lines(response, ImportEvent.parse) }
  }

  /** A version's own Parquet file. */
  async parquet({ datasetId, dataVersionId }: Dataset): Promise<Buffer> {
    const store = openObjectStore({ OBJECTS_DIR: this.executor.objectsDir })
    const found = await store.get(objectKeys.data(datasetId, dataVersionId))
    if (!found) throw new Error("there is no such version")
    return Buffer.concat(await found.toArray())
  }

  /** An imported dataset, ready to be a card's input. */
  async dataset(csv: string): Promise<Dataset> {
    const { dataset, events } = await this.import(csv)
    const last = events.at(-1)
    if (!last || !("report" in last)) throw new Error(`the import failed: ${JSON.stringify(last)}`)
    return dataset
  }
}

let counter = 0

export function card(code: string, over: CardOverrides = {}): CardJob {
  counter += 1
  return {
    key: `item${counter}`,
    authorId: "usr_author",
    language: "python",
    code,
    inputs: [],
    filters: [],
    params: {},
    ...over,
  }
}

export function input(dataset: Dataset, over: Partial<CardInput> = {}): CardInput {
  return { alias: "data", ...dataset, columns: null, predicates: [], ...over }
}

export function renderRequest(cards: CardJob[], over: Partial<RenderRequest> = {}): RenderRequest {
  return { requestId: "test", principal: "usr_tester", priority: "dashboard", timezone: "UTC", cards, ...over }
}

async function lines<T>(response: Response, parse: (line: unknown) => T): Promise<T[]> {
  const text = await response.text()
  return text
    .trimEnd()
    .split("\n")
    .map((line) => parse(JSON.parse(line)))
}

/** A body of `render`, indented as Python wants it. */
export function body(...statements: string[]): string {
  return `def render(dataset, filters, params):\n${statements.map((line) => `    ${line}`).join("\n")}\n`
}
