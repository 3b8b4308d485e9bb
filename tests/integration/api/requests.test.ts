import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf, pageOf } from "#lib/domain/api.ts"
import { apiClient, clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const Resource = dataOf(z.looseObject({ id: z.string(), version: z.int() }))

let stack: RunningStack
let api: ApiClient

beforeAll(async () => {
  stack = await startStack()
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
})
afterAll(() => stack?.stop())

const newDashboard = async (name = "D") =>
  (await api.expect(Resource, "POST", "/api/dashboards", { body: { name } })).data
const CODE = "def render(dataset, filters, params):\n    return 1"

describe("versions", () => {
  test("an update needs the version it changes; a stale one gets the current resource and loses nothing", async () => {
    const { id, version } = await newDashboard()
    const path = `/api/dashboards/${id}`
    expect(await api.send("PATCH", path, { body: { name: "x" } })).toMatchObject({
      status: 428,
      body: { error: { code: "precondition_required" } },
    })
    const first = await api.send("PATCH", path, { body: { name: "theirs" }, headers: { "if-match": `"${version}"` } })
    expect(first).toMatchObject({ status: 200, body: { data: { name: "theirs", version: version + 1 } } })
    expect(first.headers.get("etag")).toBe(`"${version + 1}"`)
    const stale = await api.send("PATCH", path, { body: { name: "mine" }, headers: { "if-match": `"${version}"` } })
    expect(stale).toMatchObject({
      status: 412,
      body: { error: { code: "version_conflict", details: { current: { name: "theirs", version: version + 1 } } } },
    })
    expect(await api.send("GET", path)).toMatchObject({ body: { data: { name: "theirs" } } })
  })

  test("of twenty saves at once with one version, exactly one wins", async () => {
    const { id, version } = await newDashboard()
    const save = (name: string) =>
      api.send("PATCH", `/api/dashboards/${id}`, { body: { name }, headers: { "if-match": `"${version}"` } })
    const statuses = (await Promise.all(Array.from({ length: 20 }, (_, index) => save(`n${index}`)))).map(
      ({ status }) => status,
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 412)).toHaveLength(19)
  })
})

test("idle connections are kept longer than a proxy keeps them", async () => {
  const { headers } = await fetch(`${stack.url}/api/health`)
  expect(headers.get("keep-alive")).toBe("timeout=75")
})

describe("bad requests are refused with what to do", () => {
  test.each([
    [
      "a body that is not JSON",
      "POST",
      "/api/cards",
      { headers: { "content-type": "application/json" }, body: undefined },
      400,
    ],
    ["a field too many", "POST", "/api/cards", { body: { name: "a", code: CODE, owner: "me" } }, 400],
    ["a name that is blank", "POST", "/api/cards", { body: { name: "  ", code: CODE } }, 400],
    ["a language we don't speak", "POST", "/api/cards", { body: { name: "a", code: CODE, language: "r" } }, 400],
    [
      "a dataset that is not there",
      "POST",
      "/api/cards",
      { body: { name: "a", code: CODE, datasets: [{ alias: "d", datasetId: "ds_00000000000000000000" }] } },
      400,
    ],
    ["columns that are of no dataset", "POST", "/api/cards", { body: { name: "a", code: CODE, columns: ["a"] } }, 400],
    [
      "a tile over the edge",
      "POST",
      "/api/dashboards",
      { body: { name: "a", layout: [{ text: "t", x: 8, y: 0, w: 8, h: 1 }] } },
      400,
    ],
    [
      "a tile that is card and text",
      "POST",
      "/api/dashboards",
      { body: { name: "a", layout: [{ text: "t", cardId: "card_0000", x: 0, y: 0, w: 8, h: 1 }] } },
      400,
    ],
    [
      "two filters of one id",
      "POST",
      "/api/dashboards",
      { body: { name: "a", filters: [1, 2].map(() => ({ id: "f", type: "text", label: "F", column: "c" })) } },
      400,
    ],
    ["a limit out of range", "GET", "/api/cards?limit=0", {}, 400],
    ["a cursor we never gave", "GET", "/api/cards?cursor=zzz", {}, 400],
    ["an id of another kind", "GET", "/api/cards/dash_00000000000000000000", {}, 400],
    ["an id that leads nowhere", "GET", "/api/cards/card_00000000000000000000", {}, 404],
    ["a path no route answers", "GET", "/api/nothing/here", {}, 404],
    ["an upload that is JSON", "POST", "/api/datasets", { body: { name: "a" } }, 400],
  ])("%s", async (_, method, path, request, status) => {
    const answer = await api.send(method, path, request)
    expect(answer).toMatchObject({
      status,
      body: {
        error: { code: expect.any(String), message: expect.stringMatching(/\S/), requestId: expect.any(String) },
      },
    })
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|at async/)
  })

  test("text that is not JSON is told to be", async () => {
    const response = await fetch(new URL("/api/cards", stack.url), {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "text/plain" },
      body: "{}",
    })
    expect(response.status).toBe(415)
  })
})

describe("lists", () => {
  test("pages follow one another until there is no cursor, each item once", async () => {
    const member = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
    const made = await Promise.all(Array.from({ length: 5 }, (_, index) => newDashboard(`page ${index}`)))
    const seen: string[] = []
    let cursor: string | null = ""
    while (cursor !== null) {
      const page: { data: { id: string }[]; nextCursor: string | null } = await member.expect(
        pageOf(z.object({ id: z.string() })),
        "GET",
        `/api/dashboards?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(made.map(({ id }) => id)))
  })
})

describe("deletion", () => {
  test("a dashboard is gone, and back when restored", async () => {
    const { id } = await newDashboard("undo me")
    expect((await api.send("DELETE", `/api/dashboards/${id}`)).status).toBe(204)
    expect((await api.send("GET", `/api/dashboards/${id}`)).status).toBe(404)
    expect((await api.send("POST", `/api/dashboards/${id}/restore`)).status).toBe(200)
    expect(await api.send("GET", `/api/dashboards/${id}`)).toMatchObject({
      status: 200,
      body: { data: { name: "undo me" } },
    })
  })

  test("what is used stays, and the refusal names what uses it", async () => {
    const { dataset } = await api.upload("In use", "a\n1\n")
    const card = (
      await api.expect(Resource, "POST", "/api/cards", {
        body: { name: "User", code: CODE, datasets: [{ alias: "d", datasetId: dataset.id }] },
      })
    ).data
    const layout = [{ cardId: card.id, x: 0, y: 0, w: 6, h: 4 }]
    const dashboard = (await api.expect(Resource, "POST", "/api/dashboards", { body: { name: "Shows it", layout } }))
      .data
    expect(await api.send("DELETE", `/api/datasets/${dataset.id}`)).toMatchObject({
      status: 409,
      body: { error: { details: { usedBy: [{ kind: "card", id: card.id }] } } },
    })
    expect(await api.send("DELETE", `/api/cards/${card.id}`)).toMatchObject({
      status: 409,
      body: { error: { details: { usedBy: [{ kind: "dashboard", id: dashboard.id }] } } },
    })
    await api.send("DELETE", `/api/dashboards/${dashboard.id}`)
    expect((await api.send("DELETE", `/api/cards/${card.id}`)).status).toBe(204)
    expect((await api.send("DELETE", `/api/datasets/${dataset.id}`)).status).toBe(204)
    expect((await api.send("GET", `/api/datasets/${dataset.id}`)).status).toBe(404)
  })

  test("a clone has its own life", async () => {
    const { id } = await newDashboard("original")
    const clone = (await api.expect(Resource, "POST", `/api/dashboards/${id}/clone`, { body: {} })).data
    expect(clone).toMatchObject({ name: "Copy of original" })
    await api.send("DELETE", `/api/dashboards/${id}`)
    expect((await api.send("GET", `/api/dashboards/${clone.id}`)).status).toBe(200)
  })
})

describe("imports", () => {
  test.each([
    ["an empty file", "", /empty/i],
    ["a header and no rows", "a,b\n", /no rows|header/i],
    ["a ragged row", "a,b\n1,2\n3\n", /line 3/i],
    ["a picture", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", /PNG|picture|not a CSV|UTF-8|binary/i],
    ["an unclosed quote", 'a,b\n1,"2\n3,4\n', /quotation mark opened on line 2/i],
  ])("%s is refused with the reason", async (_, csv, message) => {
    const { run, dataset } = await api.upload("bad", csv)
    expect(run).toMatchObject({ status: "failed", error: { message: expect.stringMatching(message) } })
    expect(dataset).toMatchObject({ status: "failed", dataVersion: null })
  })

  test("a failed dataset takes a good file, and a replaced one is the new data for cards at once", async () => {
    const { dataset } = await api.upload("retry", "a,b\n1\n")
    for (const [csv, total] of [
      ["n\n1\n2\n", 3],
      ["n\n5\n", 5],
    ] as const) {
      const form = new FormData()
      form.set("file", new Blob([csv]), "again.csv")
      const { run } = await api.expect(
        z.object({ run: z.object({ id: z.string() }) }),
        "POST",
        `/api/datasets/${dataset.id}/import`,
        { form },
      )
      await expect
        .poll(async () => (await api.send("GET", `/api/runs/${run.id}`)).body, { timeout: 20_000 })
        .toMatchObject({ data: { status: "succeeded" } })
      const body = {
        code: "def render(dataset, filters, params):\n    return int(dataset.n.sum())",
        datasets: [{ alias: "d", datasetId: dataset.id }],
      }
      expect(await api.send("POST", "/api/cards/preview", { body })).toMatchObject({
        status: 200,
        body: { data: { display: { "application/vnd.cardloom.kpi+json": { value: total } } } },
      })
    }
    expect(await api.send("GET", `/api/datasets/${dataset.id}/versions`)).toMatchObject({
      body: {
        data: [
          { number: 2, rowCount: 1 },
          { number: 1, rowCount: 2 },
        ],
      },
    })
  })

  test("a run's events end when it has ended", async () => {
    const { run } = await api.upload("events", "a\n1\n")
    const answer = await api.send("GET", `/api/runs/${run.id}/events`)
    expect(String(answer.body)).toMatch(/^event: run\ndata: .*"status":"succeeded"/)
  })
})

test("the OpenAPI document, health and readiness are open; the tick is the operator's", async () => {
  const anyone = apiClient(stack.url, null)
  expect(await anyone.send("GET", "/api/openapi.json")).toMatchObject({
    status: 200,
    body: { openapi: "3.1.0", paths: { "/api/dashboards/{dashboardId}/render": { post: {} } } },
  })
  expect((await anyone.send("GET", "/api/health")).status).toBe(200)
  expect((await anyone.send("GET", "/api/ready")).status).toBe(200)
  expect((await anyone.send("POST", "/api/internal/tick")).status).toBe(401)
  expect((await api.send("POST", "/api/internal/tick")).status).toBe(401)
})
