import { expect, test } from "vitest"
import { checkFigures } from "./check-figures.ts"
import { QueryResult } from "./chat-tools.ts"
import type { Cell } from "./column.ts"

const FIRST = "qry_0000000000000000000a"
const SECOND = "qry_0000000000000000000b"

const result = (rows: Cell[][], more: { queryId?: string; sql?: string; rowCount?: number; asOf?: string } = {}) =>
  QueryResult.parse({
    kind: "sql",
    queryId: FIRST,
    datasets: [],
    filtersApplied: [],
    ranAt: "2026-01-01T00:00:00.000Z",
    asOf: "2026-01-01T00:00:00.000Z",
    columns: (rows[0] ?? []).map((_, index) => ({ name: `c${index}`, type: "string" })),
    rows,
    rowCount: rows.length,
    truncated: false,
    sql: "SELECT * FROM days",
    purpose: "",
    filteredRows: 0,
    ...more,
  })

const check = (text: string, results: QueryResult[], question = "") =>
  checkFigures({ texts: [text], results, ownResults: results.length, question })
/** Each figure with its cell, "cited" without one, or "unverified". */
const verdicts = (text: string, results: QueryResult[], question = "") =>
  check(text, results, question).figures.map(({ text: written, citationId, cell }) => [
    written,
    citationId === null ? "unverified" : cell ? `${cell.row},${cell.column}` : "cited",
  ])

test.each<[string, string, Cell[][], unknown[]]>([
  ["a cell as it is", "It rained on 259 days.", [["rain", 259]], [["259", "0,1"]]],
  ["an invented number", "It rained on 260 days.", [["rain", 259]], [["260", "unverified"]]],
  ["separators", "There were 1,461 of them.", [[1461]], [["1,461", "0,0"]]],
  ["rounding to the places shown", "The mean is 3.03.", [[3.029432]], [["3.03", "0,0"]]],
  ["what is not that rounding", "The mean is 3.04.", [[3.029432]], [["3.04", "unverified"]]],
  ["a whole number for a mean of a few", "The mean is 7.", [[7.4]], [["7", "unverified"]]],
  ["a whole number for a great mean", "The mean is 741.", [[740.6]], [["741", "0,0"]]],
  ["a percentage of a fraction", "That is 17.7%.", [[0.17727]], [["17.7%", "0,0"]]],
  ["a percentage of a percentage", "That is 17.7 percent.", [[17.727]], [["17.7 percent", "0,0"]]],
  ["a percentage that is neither", "That is 18.7%.", [[0.17727]], [["18.7%", "unverified"]]],
  ["a scale", "They cost $4.2 million.", [[4203117]], [["$4.2 million", "0,0"]]],
  ["a scale that is too precise", "They cost $4.25 million.", [[4203117]], [["$4.25 million", "unverified"]]],
  ["a decrease said in words", "It fell by 12.5.", [[-12.5]], [["12.5", "0,0"]]],
  ["a minus where there is none", "It is -12.5.", [[12.5]], [["-12.5", "unverified"]]],
  ["about a round number", "About 1,200 days.", [[1234]], [["1,200", "0,0"]]],
  ["a round number, said exactly", "It was 1,200 days.", [[1234]], [["1,200", "unverified"]]],
  ["decimals that travel as text", "It costs 12.50.", [["12.50"]], [["12.50", "0,0"]]],
  [
    "integers beyond 2^53, to the digit",
    "The id is 9007199254740993.",
    [["9007199254740993"]],
    [["9007199254740993", "0,0"]],
  ],
  [
    "integers beyond 2^53, one off",
    "The id is 9007199254740992.",
    [["9007199254740993"]],
    [["9007199254740992", "unverified"]],
  ],
  ["a number in a text cell", "The Boeing 737 was hit.", [["BOEING 737"]], [["737", "0,0"]]],
  ["the number of rows", "There are 3 kinds.", [["a"], ["b"], ["c"]], [["3", "cited"]]],
  ["a date in the data", "It was on 2 January 2013.", [["2013-01-02"]], [["2 January 2013", "0,0"]]],
  ["a date that is not", "It was on 3 January 2013.", [["2013-01-02"]], [["3 January 2013", "unverified"]]],
  ["a month of timestamps", "Most in January 2013.", [["2013-01-01T00:00:00"]], [["January 2013", "0,0"]]],
  ["a year of a date", "Most in 2013.", [["2013-01-01"]], [["2013", "0,0"]]],
  ["words for a rounded count", "Nearly twelve thousand.", [[11_873]], [["twelve thousand", "0,0"]]],
  ["words for another count", "There are twelve thousand.", [[18_400]], [["twelve thousand", "unverified"]]],
  ["a fraction in words of a share", "A third of the days.", [["rain", 0.331]], [["A third", "0,1"]]],
  ["a fraction that no result has", "Half of the days.", [["rain", 0.331]], [["Half", "unverified"]]],
  ["nothing looked up", "It is 42.", [], [["42", "unverified"]]],
])("%s", (_, text, rows, expected) => expect(verdicts(text, rows.length > 0 ? [result(rows)] : [])).toEqual(expected))

test("a threshold or year of the query's text is cited by the query, without a cell", () => {
  const sql = "SELECT count(*) FROM days WHERE temp_max > 30 AND year(date) = 2013"
  expect(verdicts("In 2013, 12 days were hotter than 30 degrees.", [result([[12]], { sql })])).toEqual([
    ["2013", "cited"],
    ["12", "0,0"],
    ["30", "cited"],
  ])
})

test("a number of the question is no claim, once something was looked up", () => {
  expect(verdicts("Yes: 1461, which is more than 1,000.", [result([[1461]])], "More than 1000 days?")).toEqual([
    ["1461", "0,0"],
  ])
  expect(verdicts("Yes, 1,000.", [], "More than 1000 days?")).toEqual([["1,000", "unverified"]])
})

test("figures go to the query that holds most of them, and citations count from 1", () => {
  const results = [
    result([
      ["rain", 259],
      ["snow", 26],
    ]),
    result([[26]], { queryId: SECOND }),
    result([[26], [99]], { queryId: SECOND }),
  ]
  const { figures, citations, asOf } = check("26 of snow, 259 of rain, 99 of fog", results)
  expect(figures.map(({ citationId }) => citationId)).toEqual([1, 2, 1])
  expect(citations).toEqual([
    { id: 1, queryId: SECOND },
    { id: 2, queryId: FIRST },
  ])
  expect(asOf).toBe("2026-01-01T00:00:00.000Z")
})

test("parts of the text are told apart", () => {
  const { figures } = checkFigures({
    texts: ["Let me see.", "It is 7."],
    results: [result([[7]])],
    ownResults: 1,
    question: "",
  })
  expect(figures).toEqual([{ part: 1, start: 6, end: 7, text: "7", citationId: 1, cell: { row: 0, column: 0 } }])
})

test("a long answer over many results is checked in no time worth speaking of", () => {
  const rows = Array.from({ length: 100 }, (_, row) =>
    Array.from({ length: 20 }, (__, column) => row * 20 + column + 0.123),
  )
  const text = Array.from({ length: 300 }, (_, index) => `${index}.987`).join(" ")
  expect(
    check(
      text,
      Array.from({ length: 40 }, () => result(rows)),
    ).figures,
  ).toHaveLength(300)
})
