import type { AnswerCheck, Citation, Figure } from "./chat.ts"
import type { CitableResult } from "./chat-tools.ts"
import type { Cell } from "./column.ts"
import { readFigures, type Reading, type WrittenFigure } from "./read-figures.ts"

type Checked = {
  /** The text parts of an answer, in order. */
  texts: readonly string[]
  /** What was looked up in the conversation, in order; the answer's own come last. */
  results: readonly CitableResult[]
  /** How many of the last results are the answer's own. */
  ownResults: number
  question: string
}

/** Rounding to fewer digits than this leaves of a number is more than rounding: 7 for 7.4. */
const MAX_ROUNDING = 0.05
/** What computers lose in the last digits. */
const EPSILON = 1e-9

/**
 * Finds each figure of an answer among what was looked up, and says where. A figure stands for a cell when it is that
 * cell, rounded to the places it is written with, as a fraction or a percentage of it, or in another scale. Words such
 * as "about" let trailing zeros be rounded places too.
 *
 * - A figure that is found is cited: the query that most of the answer's figures come from goes first.
 * - A number or date of the question, or of a query's text (a year, a threshold, a limit), is no claim of the answer:
 *   of a query it is cited without a cell, of the question it is left out, if the answer has looked anything up.
 * - All others have no citation: they are unverified.
 */
export function checkFigures({ texts, results, ownResults, question }: Checked): AnswerCheck {
  const indexes = results.map(indexOf)
  const written = texts.flatMap((text, part) => readFigures(text).map((figure) => ({ part, figure })))
  const places = written.map(({ figure }) => indexes.map((index) => find(figure, index)))
  const ranked = rank(places, indexes.length)
  const asked = ownResults > 0 ? readFigures(question) : []

  const citations = new Map<number, Citation>()
  const citationOf = (result: number): number => {
    const known = citations.get(result)
    if (known) return known.id
    const citation = { id: citations.size + 1, queryId: (results[result] as CitableResult).queryId }
    citations.set(result, citation)
    return citation.id
  }
  const figures: Figure[] = []
  for (const [index, { part, figure }] of written.entries()) {
    const { start, end, text } = figure
    const common = { part, start, end, text }
    const found = places[index] ?? []
    const inCells = ranked.find((result) => found[result] && found[result] !== "query")
    const inQuery = ranked.find((result) => found[result] === "query")
    const place = inCells === undefined ? undefined : found[inCells]
    if (inCells !== undefined)
      figures.push({ ...common, citationId: citationOf(inCells), ...(typeof place === "object" && { cell: place }) })
    else if (asked.some((other) => isSame(figure, other))) continue
    else if (inQuery !== undefined) figures.push({ ...common, citationId: citationOf(inQuery) })
    else figures.push({ ...common, citationId: null })
  }
  const asOf = [...citations.keys()].flatMap((result) => results[result]?.asOf ?? []).sort()[0] ?? null
  return { citations: [...citations.values()], figures, asOf }
}

type Place = { row: number; column: number } | "count" | "query" | undefined
type NumberCell = { value: number; digits: string | null; place: Exclude<Place, undefined> }
type ResultIndex = {
  /** By value, so that a long answer over many results is soon checked. */
  numbers: NumberCell[]
  /** Texts of cells, and what a query's own text says. */
  texts: { text: string; place: Exclude<Place, undefined> }[]
}

function indexOf(result: CitableResult): ResultIndex {
  const numbers: NumberCell[] = []
  const texts: ResultIndex["texts"] = []
  for (const [row, cells] of result.rows.entries())
    for (const [column, cell] of cells.entries()) indexCell(cell, { row, column }, numbers, texts)
  numbers.push({ value: result.rowCount, digits: String(result.rowCount), place: "count" })
  if (result.kind === "card" && result.text) indexCell(result.text, "count", numbers, texts)
  if (result.kind === "sql") {
    texts.push({ text: result.sql, place: "query" })
    for (const number of result.sql.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g))
      numbers.push({ value: Number(number[0]), digits: null, place: "query" })
  }
  return { numbers: numbers.sort((a, b) => a.value - b.value), texts }
}

function indexCell(cell: Cell, place: Exclude<Place, undefined>, numbers: NumberCell[], texts: ResultIndex["texts"]) {
  if (typeof cell === "number")
    numbers.push({ value: cell, digits: Number.isInteger(cell) ? String(Math.abs(cell)) : null, place })
  else if (typeof cell === "string") {
    // Decimals and great integers travel as text.
    if (/^-?\d+(\.\d+)?$/.test(cell))
      numbers.push({ value: Number(cell), digits: cell.includes(".") ? null : cell.replace("-", ""), place })
    else {
      texts.push({ text: cell, place })
      for (const { readings, isNegative, digits } of readFigures(cell))
        for (const { value } of readings) numbers.push({ value: isNegative ? -value : value, digits, place })
    }
  }
}

/** Where a figure stands in a result: exactly before roundly, a cell before the query's text. */
function find(figure: WrittenFigure, { numbers, texts }: ResultIndex): Place {
  if (figure.kind === "date") return findDate(figure, texts)
  const near = figure.readings.flatMap((reading) =>
    meant(figure, reading.value).flatMap((one) => within(numbers, one, reach(figure, reading, one))),
  )
  const cells = near.filter(({ place }) => place !== "query")
  const found = cells.find((cell) => isExactly(figure, cell)) ?? cells.find((cell) => isRoundly(figure, cell))
  if (found) return found.place
  const year = asYear(figure)
  const dated = year === null ? [] : texts.filter(({ text }) => new RegExp(`(?<!\\d)${year}(?!\\d)`).test(text))
  const inCell = dated.find(({ place }) => place !== "query")
  if (inCell) return inCell.place
  return dated.length > 0 || near.some((cell) => cell.place === "query" && isExactly(figure, cell))
    ? "query"
    : undefined
}

/** The cells whose value is at most `distance` from another. */
function within(numbers: readonly NumberCell[], value: number, distance: number): NumberCell[] {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle]?.value ?? 0) < value - distance) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < numbers.length && (numbers[end]?.value ?? 0) <= value + distance) end += 1
  return numbers.slice(low, end)
}

/** How far a cell's value may be from the one that is meant. */
function reach(figure: WrittenFigure, reading: Reading, one: number): number {
  const half = figure.isLoose ? looseHalf(reading) : reading.halfPlace
  const share = figure.kind === "percent" && Math.abs(one) < Math.abs(reading.value) ? half / 100 : half
  return share * (1 + EPSILON) + EPSILON * Math.max(1, Math.abs(one))
}

function findDate({ iso }: WrittenFigure, texts: ResultIndex["texts"]): Place {
  if (iso === null) return undefined
  const stands = iso.startsWith("-")
    ? ({ text }: { text: string }) => new RegExp(`\\d{4}${iso}(?!\\d)`).test(text)
    : ({ text }: { text: string }) => text.includes(iso)
  const found = texts.filter(stands)
  return (found.find(({ place }) => place !== "query") ?? found[0])?.place
}

const asYear = ({ kind, text }: WrittenFigure): string | null =>
  kind === "number" && /^(19|20)\d{2}$/.test(text) ? text : null

const close = (a: number, b: number): boolean => Math.abs(a - b) <= EPSILON * Math.max(1, Math.abs(a), Math.abs(b))

/** The values a reading may stand for: "falls by 4" is said of -4, and 12 % of 0.12 or of 12. */
function meant({ kind, isNegative }: Pick<WrittenFigure, "kind" | "isNegative">, value: number): number[] {
  const signed = isNegative ? [-value] : [value, -value]
  return kind === "percent" ? [...signed, ...signed.map((one) => one / 100)] : signed
}

function isExactly(figure: WrittenFigure, cell: NumberCell): boolean {
  if (figure.digits !== null && cell.digits !== null && (figure.digits.length > 15 || cell.digits.length > 15))
    return figure.digits === cell.digits
  return figure.readings.some(({ value }) => meant(figure, value).some((one) => close(one, cell.value)))
}

function isRoundly(figure: WrittenFigure, cell: NumberCell): boolean {
  // A great integer is right to the digit or not at all, unless it is said in a scale.
  if (figure.digits !== null && figure.digits.length > 15) return false
  return figure.readings.some((reading) =>
    meant(figure, reading.value).some((one) => {
      const distance = Math.abs(one - cell.value)
      return distance <= reach(figure, reading, one) && distance <= MAX_ROUNDING * Math.abs(cell.value)
    }),
  )
}

/** "About 1,200" is said of 1,150 to 1,250; "over 1,200" of up to 1,300. */
function looseHalf({ value, halfPlace }: Reading): number {
  const zeros = Number.isInteger(value) && value !== 0 ? (/0+$/.exec(String(value))?.[0].length ?? 0) : 0
  return zeros > 0 ? 10 ** zeros : halfPlace * 2
}

const isSame = (a: WrittenFigure, b: WrittenFigure): boolean =>
  a.kind === "date" || b.kind === "date"
    ? a.iso === b.iso
    : a.readings.some(({ value }) => b.readings.some((other) => close(value, other.value)))

/** Results by how many figures they hold; of equals the later one, whose question was the narrower. */
function rank(places: readonly Place[][], count: number): number[] {
  const held = Array.from(
    { length: count },
    (_, result) => places.filter((found) => found[result] !== undefined && found[result] !== "query").length,
  )
  return held.map((_, result) => result).sort((a, b) => (held[b] ?? 0) - (held[a] ?? 0) || b - a)
}
