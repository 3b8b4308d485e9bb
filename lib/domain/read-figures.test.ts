import { expect, test } from "vitest"
import { readFigures } from "./read-figures.ts"

const numbersIn = (text: string) =>
  readFigures(text).map(({ text: written, readings, kind, iso }) => [
    written,
    kind,
    ...readings.map(({ value }) => value),
    ...(iso ? [iso] : []),
  ])

test.each([
  ["thousands by commas", "There were 1,461 days.", [["1,461", "number", 1461]]],
  ["thousands by points, or a decimal", "1.234 rows", [["1.234", "number", 1.234, 1234]]],
  [
    "both separators leave no doubt",
    "€1.234.567,89 and $1,234.50",
    [
      ["€1.234.567,89", "number", 1234567.89],
      ["$1,234.50", "number", 1234.5],
    ],
  ],
  ["thousands by narrow spaces", "12\u202f345 rows", [["12\u202f345", "number", 12345]]],
  [
    "a per cent",
    "12.5% of 3 percent",
    [
      ["12.5%", "percent", 12.5],
      ["3 percent", "percent", 3],
    ],
  ],
  [
    "a minus, in two spellings",
    "-4.5 and −3",
    [
      ["-4.5", "number", 4.5],
      ["−3", "number", 3],
    ],
  ],
  [
    "a range is two numbers without a minus",
    "10-20",
    [
      ["10", "number", 10],
      ["20", "number", 20],
    ],
  ],
  [
    "scales, as words and as letters",
    "$4.2 million, 3k and 5 bn",
    [
      ["$4.2 million", "number", 4.2e6],
      ["3k", "number", 3000],
      ["5 bn", "number", 5e9],
    ],
  ],
  [
    "a unit at the number",
    "30°C, 12km",
    [
      ["30", "number", 30],
      ["12", "number", 12],
    ],
  ],
  ["a number with an exponent", "1.5e6", [["1.5e6", "number", 1500000]]],
  ["list marks, ordinals and names are none", "1. A320 came 2nd in Q3 with temp_2\n2) H2O", []],
  [
    "a table's cells",
    "| a | 7 |\n| b | 8.25 |",
    [
      ["7", "number", 7],
      ["8.25", "number", 8.25],
    ],
  ],
  [
    "dates in three spellings",
    "On 2013-01-02, 5 March 2024 and March 5, 2024",
    [
      ["2013-01-02", "date", "2013-01-02"],
      ["5 March 2024", "date", "2024-03-05"],
      ["March 5, 2024", "date", "2024-03-05"],
    ],
  ],
  [
    "a month of a year, and a day of any year",
    "in January 2013 or on May 3",
    [
      ["January 2013", "date", "2013-01"],
      ["May 3", "date", "-05-03"],
    ],
  ],
  ["a time", "at 9:30", [["9:30", "date", "09:30"]]],
  [
    "numbers in emphasis and code",
    "**42** and `43`",
    [
      ["42", "number", 42],
      ["43", "number", 43],
    ],
  ],
  ["a year is a number like any", "2013", [["2013", "number", 2013]]],
])("%s", (_, text, expected) => expect(numbersIn(text)).toEqual(expected))

test.each([
  ["about 1,200 rows", true],
  ["more than **1,200** rows", true],
  ["exactly 1,200 rows", false],
])("in %j the places are loose: %s", (text, isLoose) => expect(readFigures(text)[0]?.isLoose).toBe(isLoose))

test("positions are those of the text", () => {
  const text = "It rained on 259 of 1,461 days (17.7%)."
  expect(readFigures(text).map(({ start, end }) => text.slice(start, end))).toEqual(["259", "1,461", "17.7%"])
})
