import { expect, test } from "vitest"
import type { ChatPart } from "./chat.ts"
import { QueryResult } from "./chat-tools.ts"
import { compactParts } from "./compact-parts.ts"

const CITED = "qry_0000000000000000000a"
const OTHER = "qry_0000000000000000000b"

function query(queryId: string): ChatPart {
  const output = QueryResult.parse({
    kind: "sql",
    queryId,
    datasets: [],
    filtersApplied: [],
    ranAt: "2026-01-01T00:00:00.000Z",
    asOf: null,
    columns: [{ name: "a", type: "string" }],
    rows: Array.from({ length: 50 }, () => ["x".repeat(100)]),
    rowCount: 50,
    truncated: false,
    sql: "SELECT a FROM t",
    purpose: "",
    filteredRows: 50,
  })
  return {
    type: "tool-queryData",
    toolCallId: queryId,
    state: "output-available",
    input: { sql: output.sql, purpose: "" },
    output,
  }
}
const check: ChatPart = {
  type: "data-check",
  data: { citations: [{ id: 1, queryId: QueryResult.shape.queryId.parse(CITED) }], figures: [], asOf: null },
}
const rowsOf = (parts: ChatPart[]) =>
  parts.map((part) =>
    part.type === "tool-queryData" && part.state === "output-available" && "rows" in part.output
      ? part.output.rows.length
      : null,
  )

test("what fits stays as it is", () => {
  const parts = [query(OTHER), query(CITED), check]
  expect(compactParts(parts)).toEqual(parts)
})

test("rows that nothing is cited by go first, and say so", () => {
  const compact = compactParts([query(CITED), query(OTHER), check], 9000)
  expect(rowsOf(compact)).toEqual([50, 0, null])
  expect(compact[1]).toMatchObject({ output: { truncated: true, sql: "SELECT a FROM t" } })
})

test("in the end all rows go, and the queries remain", () => {
  expect(rowsOf(compactParts([query(CITED), query(OTHER), check], 1000))).toEqual([0, 0, null])
})

test("drawings are left to their query", () => {
  const chart: ChatPart = {
    type: "tool-drawChart",
    toolCallId: "c",
    state: "output-available",
    input: { queryId: CITED, title: "t", chart: { type: "table" } },
    output: {
      kind: "chart",
      queryId: QueryResult.shape.queryId.parse(CITED),
      title: "t",
      chart: { type: "table" },
      display: { "text/plain": "x" },
    },
  }
  expect(compactParts([chart])[0]).not.toHaveProperty("output.display")
})
