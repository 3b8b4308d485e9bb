import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { RenderLine, type TileResult } from "#lib/domain/render-line.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { pythonRuntime } from "#tests/support/python-runtime.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const CSV = join(import.meta.dirname, "../../../scripts/demo/data/seattle-weather.csv")
const Id = dataOf(z.object({ id: z.string(), version: z.int() }))

let stack: RunningStack
let api: ApiClient
let datasetId: string

beforeAll(async () => {
  stack = await startStack()
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  datasetId = (await api.upload("Weather", readFileSync(CSV), "seattle-weather.csv")).dataset.id
})
afterAll(() => stack?.stop())

async function makeCard(code: string, extra: Record<string, unknown> = {}): Promise<string> {
  const body = { name: "Card", code, datasets: [{ alias: "weather", datasetId }], ...extra }
  return (await api.expect(Id, "POST", "/api/cards", { body })).data.id
}

async function makeDashboard(cardIds: string[], filters: unknown[] = []): Promise<string> {
  const layout = cardIds.map((cardId, index) => ({ cardId, x: 0, y: index * 4, w: 6, h: 4 }))
  return (await api.expect(Id, "POST", "/api/dashboards", { body: { name: "Dashboard", layout, filters } })).data.id
}

async function render(
  dashboardId: string,
  filters: Record<string, unknown> = {},
): Promise<{ tiles: TileResult[]; last: RenderLine | undefined }> {
  const answer = await api.send("POST", `/api/dashboards/${dashboardId}/render`, { body: { filters } })
  expect(answer.status).toBe(200)
  const lines = String(answer.body)
    .trim()
    .split("\n")
    .map((line) => RenderLine.parse(JSON.parse(line)))
  return { tiles: lines.filter((line) => "itemId" in line), last: lines.at(-1) }
}

/** What pandas itself says of the same file. */
const pandas = (expression: string): number =>
  Number(
    execFileSync(
      join(pythonRuntime(), "bin/python"),
      [
        "-c",
        `import pandas as pd; d = pd.read_csv(${JSON.stringify(CSV)}, parse_dates=["date"]); print(${expression})`,
      ],
      { encoding: "utf8" },
    ),
  )

const FILTERS = [
  { id: "weather", type: "category", label: "Weather", column: "weather", multi: true },
  { id: "date", type: "date_range", label: "Date", column: "date" },
]

test("given a CSV, a card and a filtered dashboard, the display's numbers are pandas' on the same file", async () => {
  const total = await makeCard(
    "def render(dataset, filters, params):\n    return round(float(dataset.precipitation.sum()), 6)",
  )
  const dashboardId = await makeDashboard([total], FILTERS)
  const { tiles, last } = await render(dashboardId, {
    weather: ["rain", "snow"],
    date: { start: "2013-01-01", end: "2013-12-31" },
  })
  const matching = "d[d.weather.isin(['rain','snow']) & (d.date.dt.year == 2013)]"
  expect(last).toEqual({ done: true })
  expect(tiles).toHaveLength(1)
  expect(tiles[0]?.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(
    pandas(`round(float(${matching}.precipitation.sum()), 6)`),
  )
  expect(tiles[0]).toMatchObject({
    filtersApplied: ["weather", "date"],
    inputRows: 1461,
    filteredRows: pandas(`len(${matching})`),
    cached: false,
  })
})

test("a dataset's preview has its column types and first rows", async () => {
  const answer = await api.send("GET", `/api/datasets/${datasetId}/preview?limit=2`)
  expect(answer.body).toEqual({
    data: {
      columns: [
        { name: "date", type: "date" },
        { name: "precipitation", type: "double" },
        { name: "temp_max", type: "double" },
        { name: "temp_min", type: "double" },
        { name: "wind", type: "double" },
        { name: "weather", type: "string" },
      ],
      rows: [
        ["2012-01-01", 0, 12.8, 5, 4.7, "drizzle"],
        ["2012-01-02", 10.9, 10.6, 2.8, 4.5, "rain"],
      ],
      totalRows: 1461,
    },
  })
})

test("a filter's values come from the data, with counts, and can be searched", async () => {
  const dashboardId = await makeDashboard(
    [await makeCard("def render(dataset, filters, params):\n    return 1")],
    FILTERS,
  )
  const all = await api.send("GET", `/api/dashboards/${dashboardId}/filters/weather/values`)
  expect(all.body).toMatchObject({
    data: { totalValues: 5, values: [{ value: "rain", count: 641 }, { value: "sun", count: 640 }, {}, {}, {}] },
  })
  const some = await api.send("GET", `/api/dashboards/${dashboardId}/filters/weather/values?q=Zzl`)
  expect(some.body).toMatchObject({ data: { values: [{ value: "drizzle", count: 53 }] } })
})

describe("cards see filters as Python values", () => {
  test("dates are dates, what is not set is None, and params are the tile's over the card's", async () => {
    const code = "def render(dataset, filters, params):\n    print(repr(filters), params)"
    const cardId = await makeCard(code, { params: { a: 1, b: 1 } })
    const layout = [{ cardId, x: 0, y: 0, w: 6, h: 4, params: { b: 2 } }]
    const { data } = await api.expect(Id, "POST", "/api/dashboards", { body: { name: "P", layout, filters: FILTERS } })
    const { tiles } = await render(data.id, { date: { start: "2013-01-01" } })
    expect(tiles[0]?.stdout).toContain("datetime.date(2013, 1, 1)")
    expect(tiles[0]?.stdout).toContain("'weather': None")
    expect(tiles[0]?.stdout).toContain("{'a': 1, 'b': 2}")
  })

  test("a tile can leave a filter out", async () => {
    const cardId = await makeCard("def render(dataset, filters, params):\n    return len(dataset)")
    const layout = [{ cardId, x: 0, y: 0, w: 6, h: 4, ignoredFilterIds: ["weather"] }]
    const { data } = await api.expect(Id, "POST", "/api/dashboards", { body: { name: "I", layout, filters: FILTERS } })
    const { tiles } = await render(data.id, { weather: ["snow"] })
    expect(tiles[0]).toMatchObject({ filteredRows: 1461, filtersApplied: [] })
  })
})

describe("filter values", () => {
  test.each([
    ["a value the data has not keeps no row", { weather: ["hail"] }, 0],
    ["an empty list keeps no row", { weather: [] }, 0],
    ["an absent filter keeps all", {}, 1461],
    ["the empty cell can be chosen", { weather: [null, "snow"] }, 26],
  ])("%s", async (_, filters, rows) => {
    const dashboardId = await makeDashboard(
      [await makeCard("def render(dataset, filters, params):\n    return len(dataset)")],
      FILTERS,
    )
    const { tiles } = await render(dashboardId, filters)
    expect(tiles[0]?.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(rows)
  })

  test("an unknown filter id is a 400 that names it", async () => {
    const dashboardId = await makeDashboard([], FILTERS)
    const answer = await api.send("POST", `/api/dashboards/${dashboardId}/render`, {
      body: { filters: { nosuch: ["a"] } },
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: "validation_failed", message: expect.stringContaining("nosuch") } },
    })
  })
})

describe("a card that fails is a result, and its neighbours are not harmed", () => {
  const sound = "def render(dataset, filters, params):\n    return len(dataset)"
  test.each([
    [
      "raises",
      "def render(dataset, filters, params):\n    x = 1\n    return 1 / 0",
      { code: "execution_failed", type: "ZeroDivisionError", line: 3 },
    ],
    [
      "can't be parsed",
      "def render(dataset, filters, params)\n    return 1",
      { code: "execution_failed", type: "SyntaxError", line: 1 },
    ],
    ["returns nothing", "def render(dataset, filters, params):\n    pass", { code: "execution_failed" }],
    [
      "returns 50 MB",
      "def render(dataset, filters, params):\n    return 'x' * 50_000_000",
      { code: "output_too_large" },
    ],
    ["loops", "def render(dataset, filters, params):\n    while True: pass", { code: "execution_timeout" }],
    [
      "eats memory",
      "def render(dataset, filters, params):\n    return len(bytearray(20_000_000_000))",
      { code: "memory_limit" },
    ],
    ["exits", "import os\ndef render(dataset, filters, params):\n    os._exit(0)", { code: "execution_failed" }],
    [
      "uses a column that is not there",
      "def render(dataset, filters, params):\n    return dataset.precipitaton.sum()",
      { code: "execution_failed", type: "AttributeError", line: 2 },
    ],
  ])("%s", { timeout: 60_000 }, async (_, code, error) => {
    const { tiles, last } = await render(await makeDashboard([await makeCard(code), await makeCard(sound)]))
    expect(last).toEqual({ done: true })
    expect(tiles.find((tile) => tile.error)?.error).toMatchObject(error)
    expect(tiles.find((tile) => !tile.error)?.display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(1461)
  })

  test("printing megabytes is cut short, and says so", async () => {
    const { tiles } = await render(
      await makeDashboard([
        await makeCard(
          "def render(dataset, filters, params):\n    for _ in range(200_000): print('x' * 50)\n    return 1",
        ),
      ]),
    )
    expect(tiles[0]?.error).toBeUndefined()
    expect(tiles[0]?.stdout.length).toBeLessThan(200_000)
    expect(tiles[0]?.stdout).toMatch(/cut|truncated/i)
  })
})

test("results come in finishing order, the first before the last is made", async () => {
  const slow = await makeCard(
    "import time\ndef render(dataset, filters, params):\n    time.sleep(3)\n    return 'slow'",
  )
  const quick = await makeCard("def render(dataset, filters, params):\n    return 'quick'")
  const dashboardId = await makeDashboard([slow, quick])
  const response = await fetch(new URL(`/api/dashboards/${dashboardId}/render`, stack.url), {
    method: "POST",
    headers: {
      authorization: `Bearer ${api.token}`,
      "content-type": "application/json",
      "accept-encoding": "gzip, br",
    },
    body: "{}",
  })
  expect(response.headers.get("cache-control")).toContain("no-transform")
  const seen: string[] = []
  let text = ""
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString()
    // While only the quick card's line is here, the slow one is still asleep: the stream is not held back.
    if (seen.length === 0 && text.includes("\n")) expect(text).not.toContain("done")
    seen.push(text)
  }
  const order = text
    .trim()
    .split("\n")
    .map((line) => RenderLine.parse(JSON.parse(line)))
  expect(order.map((line) => ("cardId" in line ? line.cardId : "done"))).toEqual([quick, slow, "done"])
})
