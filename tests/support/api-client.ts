import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { Dataset } from "#lib/domain/dataset.ts"
import { hasEnded, Run } from "#lib/domain/run.ts"

export type Answer = { status: number; headers: Headers; body: unknown }

type Send = { body?: unknown; form?: FormData; headers?: Record<string, string> }

/** A script's view of the API: a token, paths and JSON. */
export type ApiClient = {
  token: string | null
  send: (method: string, path: string, request?: Send) => Promise<Answer>
  /** The answer of a request that must succeed, parsed. */
  expect: <S extends z.ZodType>(schema: S, method: string, path: string, request?: Send) => Promise<z.output<S>>
  /** Uploads a CSV as a new dataset and waits for its run to end. */
  upload: (
    name: string,
    csv: string | Uint8Array<ArrayBuffer>,
    filename?: string,
  ) => Promise<{ dataset: Dataset; run: Run }>
  /** Imports a CSV into a dataset and waits until its run has ended or awaits confirmation. `fields` go before the file. */
  reimport: (
    datasetId: string,
    csv: string | Uint8Array<ArrayBuffer>,
    fields?: Record<string, string>,
  ) => Promise<{ dataset: Dataset; run: Run }>
  /** Waits until a run has ended or awaits confirmation. */
  settled: (runId: string) => Promise<Run>
}

const Started = dataOf(Dataset).extend({ run: Run })

export function apiClient(url: string, token: string | null): ApiClient {
  const send: ApiClient["send"] = async (method, path, { body, form, headers } = {}) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form && { body: form }),
    })
    const text = await response.text()
    const isJson = response.headers.get("content-type")?.startsWith("application/json")
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  const expectAnswer: ApiClient["expect"] = async (schema, method, path, request) => {
    const answer = await send(method, path, request)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return schema.parse(answer.body)
  }
  const settled: ApiClient["settled"] = async (runId) => {
    for (;;) {
      const { data: run } = await expectAnswer(dataOf(Run), "GET", `/api/runs/${runId}`)
      if (hasEnded(run.status) || run.status === "awaiting_confirmation") return run
      await wait(50)
    }
  }
  const sendFile = async (path: string, fields: Record<string, string>, file: Blob, filename: string) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set("file", file, filename)
    const started = await expectAnswer(Started, "POST", path, { form })
    const run = await settled(started.run.id)
    return { run, dataset: (await expectAnswer(dataOf(Dataset), "GET", `/api/datasets/${started.data.id}`)).data }
  }
  return {
    token,
    send,
    expect: expectAnswer,
    settled,
    upload: (name, csv, filename = "data.csv") => sendFile("/api/datasets", { name }, new Blob([csv]), filename),
    reimport: (datasetId, csv, fields = {}) =>
      sendFile(`/api/datasets/${datasetId}/import`, fields, new Blob([csv]), "again.csv"),
  }
}

/** A client with a token got the way a script gets one. */
export async function clientWithPassword(url: string, email: string, password: string): Promise<ApiClient> {
  const answer = await apiClient(url, null).expect(dataOf(z.object({ token: z.string() })), "POST", "/api/tokens", {
    body: { email, password, name: "test" },
  })
  return apiClient(url, answer.data.token)
}
