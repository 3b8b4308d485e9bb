import { expect, test } from "vitest"
import { boundRows } from "./bound-rows.ts"
import { MAX_CELL_CHARACTERS, MAX_RESULT_CHARACTERS, MAX_RESULT_ROWS } from "./chat-limits.ts"

const columns = [{ name: "a", type: "string" as const }]

test("a small table stays as it is", () => {
  expect(boundRows(columns, [["x"], [null]])).toEqual({ columns, rows: [["x"], [null]], truncated: false })
})

test("rows beyond the limit stay behind", () => {
  const { rows, truncated } = boundRows(
    columns,
    Array.from({ length: MAX_RESULT_ROWS + 1 }, () => ["x"]),
  )
  expect([rows.length, truncated]).toEqual([MAX_RESULT_ROWS, true])
})

test("a long cell is cut", () => {
  const { rows, truncated } = boundRows(columns, [["x".repeat(1000)]])
  expect([String(rows[0]?.[0]).length, truncated]).toEqual([MAX_CELL_CHARACTERS + 1, true])
})

test("wide rows are fewer rows, and at least one", () => {
  const wide = Array.from({ length: 100 }, (_, index) => ({ name: `c${index}`, type: "string" as const }))
  const row = wide.map(() => "x".repeat(200))
  const bounded = boundRows(
    wide,
    Array.from({ length: 50 }, () => row),
  )
  expect(bounded.rows).toHaveLength(1)
  expect(bounded.truncated).toBe(true)
  const narrow = boundRows(
    wide,
    Array.from({ length: 50 }, () => wide.map(() => "x")),
  )
  expect(JSON.stringify(narrow).length).toBeLessThan(MAX_RESULT_CHARACTERS + 100)
  expect(narrow.rows.length).toBeGreaterThan(1)
})

test("what is no cell is shown as JSON", () => {
  expect(boundRows(columns, [[[1, 2]], [{ a: 1 }]]).rows).toEqual([["[1,2]"], ['{"a":1}']])
})
