import { expect, test } from "vitest"
import { readNumberWords } from "./read-number-words.ts"

const read = (text: string) =>
  readNumberWords(text).map(({ start, end, kind, reading }) => [
    text.slice(start, end),
    kind,
    Math.round(reading.value * 100) / 100,
  ])

test.each([
  ["thousands", "There are twelve thousand rows.", [["twelve thousand", "number", 12_000]]],
  [
    "tens and units",
    "Forty-two of them, or forty two",
    [
      ["Forty-two", "number", 42],
      ["forty two", "number", 42],
    ],
  ],
  [
    "teens and tens that begin like units",
    "fourteen, sixty, seventy-seven",
    [
      ["fourteen", "number", 14],
      ["sixty", "number", 60],
      ["seventy-seven", "number", 77],
    ],
  ],
  ["hundreds with and", "two hundred and five days", [["two hundred and five", "number", 205]]],
  [
    "several scales",
    "one million two hundred thirty-four thousand five hundred and sixty-seven",
    [["one million two hundred thirty-four thousand five hundred and sixty-seven", "number", 1_234_567]],
  ],
  ["the hundred of a thousand", "three hundred thousand", [["three hundred thousand", "number", 300_000]]],
  [
    "one by its article",
    "over a thousand, and a hundred",
    [
      ["a thousand", "number", 1000],
      ["a hundred", "number", 100],
    ],
  ],
  [
    "halves of a scale",
    "two and a half million; half a million",
    [
      ["two and a half million", "number", 2.5e6],
      ["half a million", "number", 5e5],
    ],
  ],
  ["dozens that are counted", "two dozen", [["two dozen", "number", 24]]],
  [
    "per cents, however small",
    "five percent, or sixty-two per cent",
    [
      ["five percent", "percent", 5],
      ["sixty-two per cent", "percent", 62],
    ],
  ],
  [
    "fractions of something",
    "A third of the days, two-thirds of all, three quarters of it",
    [
      ["A third", "percent", 33.33],
      ["two-thirds", "percent", 66.67],
      ["three quarters", "percent", 75],
    ],
  ],
  [
    "half of something",
    "Half of the strikes, half the cost",
    [
      ["Half", "percent", 50],
      ["half", "percent", 50],
    ],
  ],
  [
    "odds",
    "one in five flights, nine out of ten",
    [
      ["one in five", "percent", 20],
      ["nine out of ten", "percent", 90],
    ],
  ],
])("%s are figures", (_, text, found) => expect(read(text)).toEqual(found))

test.each([
  ["small counts", "One of the two columns, and seven more; twelve months"],
  ["ordinals", "the first, the twenty-first, the one hundred twenty-first, a third time"],
  ["parts of a year", "the second half of the year, a quarter later, over three quarters"],
  ["measures in names", "a thirty-day window, a fifty-fifty split, the Forty-Niners"],
  ["loose amounts", "hundreds of rows, dozens, a few thousand, several million, twice as many"],
  ["what a digit leads", "4.2 million and 12 hundred"],
  ["spoken decimals", "two point five million"],
  ["lists of numbers", "five and six hundred, two three, twenty thirty"],
  ["a dozen", "a dozen, half a dozen"],
  ["parts of words", "someone, tenfold, seventeenth, hundredweight"],
])("%s are not", (_, text) => expect(read(text)).toEqual([]))

test.each([
  ["to its last scale", "twelve thousand", 500],
  ["to the unit", "two hundred and five", 0.5],
  ["to the tenth of a half", "two and a half million", 50_000],
])("what was rounded away is taken %s", (_, text, half) => {
  expect(readNumberWords(text)[0]?.reading.halfPlace).toBe(half)
})

test("a long run of blanks is soon read", () => {
  expect(read(`twenty${" ".repeat(100_000)}and ${"one ".repeat(20_000)}`)).toEqual([])
})
