import { afterAll, beforeAll, expect, test } from "vitest"
import { PreviewResponse } from "#lib/domain/job-contract.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, ExecutorClient, input } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor()
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

/** A type's edges as a file has them, as JSON gives them, and as a card in Python sees them. */
const edges: [string, string[], unknown[], string][] = [
  [
    "whole numbers",
    ["9007199254740993", "-9223372036854775808", "9223372036854775807"],
    ["9007199254740993", "-9223372036854775808", "9223372036854775807"],
    "[int(value) for value in dataset.x] == [2**53 + 1, -2**63, 2**63 - 1]",
  ],
  [
    "whole numbers with an empty cell",
    ["9007199254740993", "", "1"],
    ["9007199254740993", null, 1],
    "[None if pd.isna(value) else int(value) for value in dataset.x] == [2**53 + 1, None, 1]",
  ],
  [
    "floating-point numbers",
    ["-0", "1e-320", "0.1", "1.7976931348623157e308"],
    ["-0", 1e-320, 0.1, 1.7976931348623157e308],
    "[repr(float(value)) for value in dataset.x] == ['-0.0', '1e-320', '0.1', '1.7976931348623157e+308']",
  ],
  [
    "decimals",
    ["12345678901234567890.123456789", "-0.5"],
    ["12345678901234567890.123456789", "-0.500000000"],
    "[str(value) for value in dataset.x] == ['12345678901234567890.123456789', '-0.500000000']",
  ],
  [
    "dates",
    ["0001-01-01", "9999-12-31"],
    ["0001-01-01", "9999-12-31"],
    "[(day.year, day.month, day.day) for day in dataset.x] == [(1, 1, 1), (9999, 12, 31)]",
  ],
  [
    "times to the nanosecond",
    ["2024-02-29T12:30:00.123456789", "1700-01-01 00:00:00"],
    ["2024-02-29T12:30:00.123456789", "1700-01-01T00:00:00"],
    "[value.isoformat() for value in dataset.x] == ['2024-02-29T12:30:00.123456789', '1700-01-01T00:00:00']",
  ],
  [
    "times with a zone",
    ["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+00:00"],
    ["9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z"],
    "[value.isoformat() for value in dataset.x] == ['9999-12-31T23:59:59.999999+00:00', '0001-01-01T00:00:00+00:00']",
  ],
  ["booleans", ["TRUE", "false"], [true, false], "dataset.x.tolist() == [True, False]"],
  [
    "text",
    ["007", "NA", "1E5", "👩‍👩‍👧‍👦 שלום", " spaces "],
    ["007", "NA", "1E5", "👩‍👩‍👧‍👦 שלום", " spaces "],
    "dataset.x.tolist() == ['007', 'NA', '1E5', '👩‍👩‍👧‍👦 שלום', ' spaces ']",
  ],
]

test.each(edges)("%s come through file, preview and card unchanged", async (_, written, previewed, seen) => {
  const dataset = await client.dataset(`x,y\n${written.map((value) => `${value},t\n`).join("")}`)
  const answer = await client.post("/v1/preview", { requestId: "test", principal: "usr_tester", ...dataset, limit: 10 })
  expect(PreviewResponse.parse(await answer.json()).rows.map(([cell]) => cell)).toEqual(previewed)
  const result = await client.run(
    body("import pandas as pd", `return "same" if ${seen} else str(dataset.x.tolist())`),
    {
      inputs: [input(dataset)],
    },
  )
  expect(result.error).toBeUndefined()
  expect(JSON.stringify(result.display)).toContain("same")
})
