import { globSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { PreviewResponse, type ImportOptions } from "#lib/domain/job-contract.ts"
import { csvFixtures } from "#tests/support/csv-fixtures.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { ExecutorClient } from "./executor-client.ts"
import { hostileFiles, TEXT_LIMIT_BYTES } from "./hostile-files.ts"

const reference = { requestId: "test", principal: "usr_tester" }

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor({ EXECUTOR_IMPORT_TEXT_BYTES: String(TEXT_LIMIT_BYTES) })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

async function imported(content: string | Uint8Array, options: ImportOptions = {}) {
  const { dataset, events } = await client.import(content, { options })
  const last = events.at(-1)
  const answer = await client.post("/v1/preview", { ...reference, ...dataset, limit: 1000 })
  if (last && "report" in last) return { report: last.report, preview: PreviewResponse.parse(await answer.json()) }
  // What was refused has left nothing behind.
  expect(answer.status).toBe(404)
  return { failure: last && "failure" in last ? last.failure : undefined }
}

const fixtures = csvFixtures()

test("there are nasty files enough", () => expect(fixtures.length).toBeGreaterThan(100))

describe("of the nasty files", () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("%s", async (_, fixture) => {
    const { report, preview, failure } = await imported(fixture.content, fixture.options)
    const { expected } = fixture
    if ("failure" in expected) {
      const { message, ...exactly } = expected.failure
      expect(failure).toMatchObject({ ...exactly, retryable: false })
      expect(failure?.message).toContain(message)
      expect(failure?.line).toBe(expected.failure.line)
      return
    }
    expect(failure).toBeUndefined()
    expect(preview?.columns).toEqual(expected.columns)
    expect(preview?.rows).toEqual(expected.rows)
    expect(report).toMatchObject({
      columns: expected.columns,
      rowCount: expected.rows.length,
      dialect: expected.dialect ?? {},
    })
    expect(report?.warnings).toEqual(expected.warnings.map((part): unknown => expect.stringContaining(part)))
  })
})

describe("of files too large or too hostile to keep", () => {
  test.each(hostileFiles)("$name", async ({ content, options, expected }) => {
    const { report, preview, failure } = await imported(content(), options)
    if ("failure" in expected) {
      expect(failure).toMatchObject({ ...expected.failure, message: expect.stringContaining(expected.message) })
      return
    }
    expect(failure).toBeUndefined()
    expect(report).toMatchObject({ rowCount: expected.rowCount, columns: expected.columns })
    expected.check(preview?.rows ?? [])
  })
})

const require = createRequire(import.meta.url)
const spectrum = dirname(require.resolve("csv-spectrum"))
const SpectrumRow = z.record(z.string(), z.string())
const spectrumRows = z.union([z.array(SpectrumRow), SpectrumRow.transform((row) => [row])])

describe("of the csv-spectrum corpus, every cell as text", () => {
  test.each(globSync("csvs/*.csv", { cwd: spectrum }).toSorted())("%s", async (file) => {
    const json = file.replaceAll("csvs", "json").replace(/\.csv$/, ".json")
    const rows = spectrumRows.parse(JSON.parse(readFileSync(join(spectrum, json), "utf8")))
    // The corpus contradicts itself here: its CSV file has this number, its JSON file another.
    if (file.endsWith("location_coordinates.csv"))
      rows.forEach((row) => Object.assign(row, { "Contact Phone Number": "2095257564" }))
    const names = Object.keys(rows[0] ?? {})
    const types = Object.fromEntries(names.map((name) => [name, "string" as const]))
    const { preview } = await imported(readFileSync(join(spectrum, file)), { types })
    expect(preview?.columns.map((column) => column.name)).toEqual(names)
    expect(preview?.rows.map((row) => row.map((cell) => cell ?? ""))).toEqual(rows.map((row) => Object.values(row)))
  })
})
