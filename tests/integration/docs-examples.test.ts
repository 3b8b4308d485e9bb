import { execFile, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { dataOf } from "#lib/domain/api.ts"
import { CardPreview, RenderLine } from "#lib/domain/render-line.ts"
import { clientWithPassword, type ApiClient } from "#tests/support/api-client.ts"
import { startStack, type RunningStack } from "#tests/support/start-stack.ts"

const root = join(import.meta.dirname, "../..")

/** The Python blocks of a page that define `render`, each with the heading it stands under. */
function examplesOf(page: string): { name: string; code: string }[] {
  const text = readFileSync(join(root, page), "utf8")
  return text.split(/^(?=#)/m).flatMap((section) => {
    const heading = /^#+ (.*)/.exec(section)?.[1] ?? page
    const blocks = [...section.matchAll(/^```python\n(.*?)^```$/gms)].map(([, code]) => code ?? "")
    return blocks
      .filter((code) => /^def render\(/m.test(code))
      .map((code, index) => ({ name: index === 0 ? heading : `${heading} (${index + 1})`, code }))
  })
}

const examples = examplesOf("docs/cards.md")

let stack: RunningStack
let api: ApiClient
let datasetId: string

beforeAll(async () => {
  stack = await startStack()
  api = await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword)
  const csv = readFileSync(join(root, "scripts/demo/data/seattle-weather.csv"))
  datasetId = (await api.upload("Seattle weather", csv, "seattle-weather.csv")).dataset.id
})
afterAll(() => stack?.stop())

async function preview(code: string, trial: Record<string, unknown> = {}): Promise<CardPreview> {
  const body = { code, datasets: [{ alias: "weather", datasetId }], ...trial }
  return (await api.expect(dataOf(CardPreview), "POST", "/api/cards/preview", { body })).data
}

test("the guide to cards has an example of each kind of display", async () => {
  const kinds = new Set<string>()
  for (const { code } of examples) for (const kind of Object.keys((await preview(code)).display ?? {})) kinds.add(kind)
  expect([...kinds].sort()).toEqual([
    "application/vnd.cardloom.kpi+json",
    "application/vnd.dataresource+json",
    "application/vnd.plotly.v1+json",
    "application/vnd.vegalite.v5+json",
    "image/svg+xml",
    "text/html",
    "text/markdown",
    "text/plain",
  ])
})

test.each(examples)("the example under “$name” runs, without a warning", async ({ code }) => {
  expect(await preview(code)).toMatchObject({ warnings: [], display: expect.anything(), inputRows: 1461 })
})

/** The SQL blocks of a page, each with the params its first line names. */
const sqlExamples = [...readFileSync(join(root, "docs/cards.md"), "utf8").matchAll(/^```sql\n(.*?)^```$/gms)].map(
  ([, code = ""]) => ({ code, params: JSON.parse(/^-- params: (.*)$/m.exec(code)?.[1] ?? "{}") }),
)

test("there are examples of SQL cards", () => expect(sqlExamples.length).toBeGreaterThan(1))

test.each(sqlExamples)("the SQL example $code runs, without a warning", async ({ code, params }) => {
  const shown = await preview(code, { language: "sql", params })
  expect(shown).toMatchObject({ warnings: [], display: { "application/vnd.dataresource+json": expect.anything() } })
})

const FILTERS = [
  { id: "weather", type: "category", label: "Weather", column: "weather" },
  { id: "date", type: "date_range", label: "Date", column: "date" },
]

test.each([
  ["a period", { date: { start: "2013-03-01", end: "2014-08-31" } }],
  ["a filter with an open end", { date: { end: "2013-01-31" } }],
])("the example of filters as Python values runs under %s", async (_, filters) => {
  const example = examples.find(({ name }) => name.startsWith("Filters as Python values"))
  const shown = await preview(example?.code ?? "", { filters, filterDefinitions: FILTERS })
  expect(shown.error).toBeUndefined()
  expect(shown.display?.["text/markdown"]).toContain(`${shown.filteredRows.toLocaleString("en")} days`)
})

test("the example of an empty selection runs where no row is left", async () => {
  const example = examples.find(({ code }) => code.includes("dataset.empty"))
  const shown = await preview(example?.code ?? "", { filters: { weather: [] }, filterDefinitions: FILTERS })
  expect(shown).toMatchObject({ filteredRows: 0, display: { "application/vnd.cardloom.kpi+json": { value: null } } })
})

const hasCurl = spawnSync("curl", ["--version"]).status === 0

test.skipIf(!hasCurl)(
  "the walk through the API, typed into a shell as it stands, ends with the numbers and leaves nothing behind",
  async () => {
    const text = readFileSync(join(root, "docs/api.md"), "utf8")
    const commands = [...text.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block)
    const before = await api.send("GET", "/api/datasets")
    const { stdout } = await promisify(execFile)("bash", ["--norc", "-euo", "pipefail", "-c", commands.join("\n")], {
      cwd: root,
      env: { ...process.env, CARDLOOM: stack.url, EMAIL: stack.adminEmail, PASSWORD: stack.adminPassword },
    })
    const lines = stdout.split("\n")
    expect(lines).toContain("succeeded")
    const tile = RenderLine.parse(JSON.parse(lines.find((line) => line.startsWith('{"itemId"')) ?? "{}"))
    expect(tile).toMatchObject({
      filtersApplied: ["weather", "date"],
      inputRows: 1461,
      display: { "application/vnd.cardloom.kpi+json": { label: "mm" } },
    })
    expect((await api.send("GET", "/api/datasets")).body).toEqual(before.body)
  },
)
