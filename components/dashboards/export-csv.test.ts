import { describe, expect, test } from "vitest"
import type { ColumnType } from "#lib/domain/column.ts"
import type { Json } from "#lib/domain/json.ts"
import { toCsv } from "./export-csv.ts"

const cell = (value: Json, type: ColumnType) => toCsv([{ name: "c", type }], [[value]]).split("\r\n")[1]

describe("a cell of a CSV file", () => {
  test.each<[string, Json, ColumnType, string]>([
    ["a formula is text", "=1+1", "string", "'=1+1"],
    ["so is one that begins with a plus", "+1", "string", "'+1"],
    ["or an at", "@SUM(A1)", "string", "'@SUM(A1)"],
    ["or a minus, in a text column", "-1", "string", "'-1"],
    ["or a tab", "\t=1", "string", "'\t=1"],
    ["or a carriage return, which is quoted besides", "\r=1", "string", `"'\r=1"`],
    ["a true number keeps its minus", -1.5, "double", "-1.5"],
    ["a decimal that travels as text too", "-10.50", "decimal", "-10.50"],
    ["an integer beyond 2^53 too", "-9007199254740993", "int64", "-9007199254740993"],
    ["text that only claims to be a number does not", "-1+cmd", "decimal", "'-1+cmd"],
    ["commas and quotes are quoted", 'a,"b"', "string", '"a,""b"""'],
    ["lines within a cell are quoted", "a\nb", "string", '"a\nb"'],
    ["the empty cell is empty", null, "string", ""],
    ["dates as in the data", "2024-02-29", "date", "2024-02-29"],
    ["a list is JSON", ["a", 1], "string", '"[""a"",1]"'],
  ])("%s", (_, value, type, expected) => expect(cell(value, type)).toBe(expected))
})

test("the file says its encoding, and headers are guarded too", () => {
  expect(toCsv([{ name: "=a", type: "string" }], [])).toBe("\uFEFF'=a\r\n")
})
