import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { CardPreview, RenderLine } from "#lib/domain/render-line.ts"
import { CardDetail } from "#lib/domain/summaries.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { pythonRuntime } from "#tests/support/python-runtime.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const CSV = join(import.meta.dirname, "../../../scripts/demo/data/seattle-weather.csv")
const TABLE = "application/vnd.dataresource+json"
const PLOTLY = "application/vnd.plotly.v1+json"
const SQL =
  "SELECT weather, count(*) AS days, round(sum(precipitation), 6) AS rain, max(temp_max) AS hottest FROM weather GROUP BY ALL ORDER BY weather"

let stack: RunningStack
let api: ApiClient
let datasetId: string

beforeAll(async () => {
  stack = await startStack()
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  datasetId = (await api.upload("Weather", readFileSync(CSV), "seattle-weather.csv")).dataset.id
})
afterAll(() => stack?.stop())

const draft = (extra: Record<string, unknown> = {}) => ({
  name: "Weather",
  language: "sql",
  code: SQL,
  datasets: [{ alias: "weather", datasetId }],
  ...extra,
})

async function create(extra: Record<string, unknown> = {}): Promise<CardDetail> {
  return (await api.expect(dataOf(CardDetail), "POST", "/api/cards", { body: draft(extra) })).data
}
const preview = async (extra: Record<string, unknown>) =>
  (await api.expect(dataOf(CardPreview), "POST", "/api/cards/preview", { body: draft(extra) })).data

/** The same question, asked of the same file by pandas. */
const pandas = (rows: string): unknown =>
  JSON.parse(
    execFileSync(
      join(pythonRuntime(), "bin/python"),
      [
        "-c",
        `import pandas as pd
d = pd.read_csv(${JSON.stringify(CSV)}, parse_dates=["date"])
d = ${rows}
g = d.groupby("weather").agg(days=("date", "size"), rain=("precipitation", "sum"), hottest=("temp_max", "max")).round(6)
print(g.reset_index().to_json(orient="values"))`,
      ],
      { encoding: "utf8" },
    ),
  )

test("given a filtered dashboard, a SQL card's numbers are pandas' on the same file", async () => {
  const card = await create({ chart: { type: "bar", x: "weather", y: ["days"] } })
  const body = {
    name: "SQL",
    layout: [{ cardId: card.id, x: 0, y: 0, w: 6, h: 4 }],
    filters: [
      { id: "weather", type: "category", label: "Weather", column: "weather", multi: true },
      { id: "date", type: "date_range", label: "Date", column: "date" },
    ],
  }
  const dashboard = await api.expect(dataOf(z.object({ id: z.string() })), "POST", "/api/dashboards", { body })
  const filters = { weather: ["rain", "snow"], date: { start: "2013-01-01", end: "2013-12-31" } }
  const answer = await api.send("POST", `/api/dashboards/${dashboard.data.id}/render`, { body: { filters } })
  const line = RenderLine.parse(JSON.parse(String(answer.body).split("\n")[0] ?? ""))
  if (!("itemId" in line)) throw new Error("no tile came")
  const expected = pandas("d[d.weather.isin(['rain', 'snow']) & (d.date.dt.year == 2013)]")
  expect(line.error).toBeUndefined()
  expect(line.display?.[TABLE]?.rows).toEqual(expected)
  expect(line.display?.[PLOTLY]).toMatchObject({
    data: [
      {
        type: "bar",
        x: ["rain", "snow"],
        y: z
          .array(z.array(z.unknown()))
          .parse(expected)
          .map((row) => row[1]),
      },
    ],
  })
  expect(line).toMatchObject({ filtersApplied: ["weather", "date"], inputRows: 1461 })
})

test("without filters too", async () => {
  expect((await preview({})).display?.[TABLE]?.rows).toEqual(pandas("d"))
})

describe("a chart", () => {
  test("is kept with the card, changed with it, and gone with the SQL", async () => {
    const chart = { type: "bar", x: "weather", y: ["days"], stacked: true }
    const card = await create({ chart })
    expect(card).toMatchObject({ language: "sql", chart })
    const patch = (version: number, body: unknown) =>
      api.send("PATCH", `/api/cards/${card.id}`, { body, headers: { "if-match": `"${version}"` } })
    expect((await patch(1, { chart: { type: "pie" } })).body).toMatchObject({ data: { chart: { type: "pie" } } })
    const python = { language: "python", code: "def render(dataset):\n    return 1" }
    expect(await patch(2, { ...python, chart: { type: "pie" } })).toMatchObject({ status: 400 })
    expect((await patch(2, python)).body).toMatchObject({ data: { language: "python", chart: null, version: 3 } })
    expect(await patch(3, { chart: { type: "pie" } })).toMatchObject({
      status: 400,
      body: { error: { code: "validation_failed", message: expect.stringContaining("only SQL cards have a chart") } },
    })
  })

  test("that names a column the result has not is an error that says so, with the rows beside it", async () => {
    const { error, display } = await preview({ chart: { type: "bar", x: "wether" } })
    expect(error).toMatchObject({
      type: "ChartError",
      message: expect.stringContaining('"wether"'),
      hint: "Did you mean weather? The result's columns: weather, days, rain, hottest.",
    })
    expect(display?.[TABLE]?.totalRows).toBe(5)
  })
})

test.each([
  ["a chart on a Python card", { language: "python", chart: { type: "bar" } }, "only SQL cards have a chart"],
  ["an unknown kind of chart", { chart: { type: "radar" } }, "chart"],
  ["a setting of another chart", { chart: { type: "pie", stacked: true } }, "chart"],
  ["a chart that is text", { chart: "bar" }, "chart"],
])("%s is refused, saved or tried", async (_, extra, message) => {
  for (const path of ["/api/cards", "/api/cards/preview"]) {
    const refused = await api.send("POST", path, { body: draft(extra) })
    expect(refused).toMatchObject({
      status: 400,
      body: { error: { code: "validation_failed", message: expect.stringContaining(message) } },
    })
  }
})

test("a query that fails is a result, with its line", async () => {
  expect((await preview({ code: "SELECT *\nFROM wether" })).error).toMatchObject({
    code: "execution_failed",
    message: 'There is no table "wether".',
    line: 2,
    hint: expect.stringContaining("Did you mean weather?"),
  })
})

test("the list of cards and the description of the API know of SQL", async () => {
  const { id } = await create()
  expect((await api.send("GET", "/api/cards")).body).toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ id, language: "sql" })]),
  })
  expect(JSON.stringify((await api.send("GET", "/api/openapi.json")).body)).toContain('"horizontal"')
})
