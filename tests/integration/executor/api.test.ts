import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { PreviewResponse, ValuesResponse } from "#lib/domain/job-contract.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, card, ExecutorClient, renderRequest } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor()
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

const reference = { requestId: "test", principal: "usr_tester" }
const rendering = renderRequest([card(body("return 1"))])

test("clients are told to let go of an idle connection, before the executor does", async () => {
  const response = await fetch(`${executor.url}/health`)
  expect(response.headers.get("keep-alive")).toBe("timeout=30")
})

describe("the executor refuses", () => {
  test.each([
    ["a wrong token", "/v1/render", rendering, "x".repeat(36), 401, "unauthorized"],
    ["an empty token", "/v1/render", rendering, "", 401, "unauthorized"],
    ["a wrong token on an unknown route", "/v1/nothing", {}, "wrong", 401, "unauthorized"],
    ["an unknown route", "/v1/nothing", {}, undefined, 404, "not_found"],
    ["a body that is not JSON", "/v1/render", "{", undefined, 400, "validation_failed"],
    ["a body of another shape", "/v1/render", { cards: [] }, undefined, 400, "validation_failed"],
    [
      "an id that is a path",
      "/v1/preview",
      { ...reference, datasetId: "ds_../../etc", dataVersionId: "dv_0000", limit: 1 },
      undefined,
      400,
      "validation_failed",
    ],
    [
      "a dataset that is not there",
      "/v1/preview",
      { ...reference, datasetId: newId("ds"), dataVersionId: newId("dv"), limit: 1 },
      undefined,
      404,
      "not_found",
    ],
  ])("%s", async (_, path, sent, token, status, code) => {
    const response = await client.post(path, sent, token === undefined ? {} : { token })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code } })
  })

  test("a body above 32 MB, without reading it all", async () => {
    const response = await client.post("/v1/render", `"${"x".repeat(33 * 1024 ** 2)}"`)
    expect(response.status).toBe(413)
  })

  test("metrics to strangers, and shows them to the operator", async () => {
    expect((await fetch(`${executor.url}/metrics`)).status).toBe(401)
    await client.run(body("return 1"))
    const text = await (
      await fetch(`${executor.url}/metrics`, { headers: { authorization: `Bearer ${executor.token}` } })
    ).text()
    expect(text).toContain("cardloom_executor_sandbox_ready 1")
    for (const stage of ["queue", "slice", "start", "load", "user", "serialise"])
      expect(text).toContain(`cardloom_executor_job_stage_seconds_count{kind="card",stage="${stage}"}`)
    expect(text).toMatch(/cardloom_executor_job_duration_seconds_count\{kind="card",outcome="ok"\} \d/)
  })
})

describe("a dataset", () => {
  test("given a CSV, when it is imported, then its report, preview and values agree with it", async () => {
    const { dataset, events } = await client.import("city,people\nParis,2100000\nLyon,520000\nParis,1\n,7\n")
    expect(events.at(0)).toEqual({ progress: { stage: "queued", done: 0, total: 0 } })
    expect(events.some((event) => "progress" in event && event.progress.stage === "storing")).toBe(true)
    expect(events.at(-1)).toMatchObject({
      report: {
        rowCount: 4,
        columns: [
          { name: "city", type: "string" },
          { name: "people", type: "int64" },
        ],
      },
    })

    const preview = await client.post("/v1/preview", { ...reference, ...dataset, limit: 2 })
    expect(PreviewResponse.parse(await preview.json())).toMatchObject({
      rows: [
        ["Paris", 2100000],
        ["Lyon", 520000],
      ],
      totalRows: 4,
    })

    const values = await client.post("/v1/values", { ...reference, ...dataset, column: "city", query: "", limit: 10 })
    const parsed = ValuesResponse.parse(await values.json())
    expect(parsed.values[0]).toEqual({ value: "Paris", count: 2 })
    expect(parsed.values).toContainEqual({ value: null, count: 1 })
  })

  test("given the values of a column it lacks, then the request is refused by name", async () => {
    const dataset = await client.dataset("a\n1\n")
    const response = await client.post("/v1/values", { ...reference, ...dataset, column: "b", query: "", limit: 10 })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("b")
  })

  test.each([
    ["an empty file", ""],
    ["a header without rows", "a,b\n"],
    ["a ragged row", "a,b\n1,2\n3\n"],
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1])],
  ])("given %s, then the import is refused with a reason and nothing is stored", async (_, csv) => {
    const { dataset, events } = await client.import(csv)
    expect(events.at(-1)).toMatchObject({ failure: { code: "invalid_file", retryable: false } })
    const preview = await client.post("/v1/preview", { ...reference, ...dataset, limit: 1 })
    expect(preview.status).toBe(404)
  })

  test("given an upload that is gone, then the import says so", async () => {
    const { events } = await client.import("a\n1\n", { uploadId: newId("up") })
    expect(events.at(-1)).toMatchObject({ failure: { code: "internal", retryable: false } })
  })
})
