import { expect, test } from "vitest"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import { optionsThatFit } from "./fit-options.ts"

const seen = (format: Inspection["format"], ...names: string[]) => ({
  format,
  columns: names.map((name) => ({ name, type: "string" as const })),
})

test.each<[string, ImportOptions, ReturnType<typeof seen>, ImportOptions]>([
  ["no options stay none", {}, seen("csv", "a"), {}],
  [
    "what names columns that are there stays",
    { types: { a: "string" }, sortBy: "a", encoding: "cp932" },
    seen("csv", "a"),
    { types: { a: "string" }, sortBy: "a", encoding: "cp932" },
  ],
  [
    "types of columns that are gone go",
    { types: { a: "string", b: "date" } },
    seen("csv", "b"),
    { types: { b: "date" } },
  ],
  ["with the last of them goes the option", { types: { a: "string" } }, seen("csv", "b"), {}],
  ["so does an order by a column that is gone", { sortBy: "a" }, seen("csv", "b"), {}],
  ["to keep the rows as they come fits any file", { sortBy: null }, seen("csv", "b"), { sortBy: null }],
  [
    "a Parquet file has no encoding",
    { encoding: "cp932", types: { a: "string" } },
    seen("parquet", "a"),
    { types: { a: "string" } },
  ],
  [
    "columns that are not known yet may be there",
    { types: { a: "string" } },
    seen("parquet"),
    { types: { a: "string" } },
  ],
])("%s", (_, options, inspection, expected) => expect(optionsThatFit(options, inspection)).toEqual(expected))
