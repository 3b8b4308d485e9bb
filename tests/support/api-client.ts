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
}

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
  return {
    token,
    send,
    expect: expectAnswer,
    upload: async (name, csv, filename = "data.csv") => {
      const form = new FormData()
      form.set("name", name)
      form.set("file", new Blob([csv]), filename)
      const started = await expectAnswer(dataOf(Dataset).extend({ run: Run }), "POST", "/api/datasets", { form })
      let { run } = started
      while (!hasEnded(run.status)) {
        await wait(50)
        run = (await expectAnswer(dataOf(Run), "GET", `/api/runs/${run.id}`)).data
      }
      return { run, dataset: (await expectAnswer(dataOf(Dataset), "GET", `/api/datasets/${started.data.id}`)).data }
    },
  }
}

/** A client with a token got the way a script gets one. */
export async function clientWithPassword(url: string, email: string, password: string): Promise<ApiClient> {
  const answer = await apiClient(url, null).expect(dataOf(z.object({ token: z.string() })), "POST", "/api/tokens", {
    body: { email, password, name: "test" },
  })
  return apiClient(url, answer.data.token)
}
