import type { Reading } from "./read-figures.ts"

/** A number that stands in prose as words: "twelve thousand", "a third of". */
export type NumberWords = { start: number; end: number; kind: "number" | "percent"; reading: Reading }

const UNITS = "zero one two three four five six seven eight nine ten eleven twelve".split(" ")
const TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ")
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ")
const SCALES: Record<string, number> = { dozen: 12, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }
const FRACTIONS: Record<string, number> = { third: 3, quarter: 4, fifth: 5, sixth: 6, eighth: 8, tenth: 10 }
const VALUES = new Map([
  ...[...UNITS, ...TEENS].map((word, value) => [word, value] as const),
  ...TENS.map((word, place) => [word, (place + 2) * 10] as const),
])

/** Up to here words are mostly talk: "one of the", "two columns". */
const LARGEST_OF_TALK = 12
/** What "a third" may be said of: a share that is this much off, in parts of itself. */
const FRACTION_ROUNDING = 0.05

const oneOf = (words: readonly string[]) => `(?:${words.join("|")})`
const SIMPLE = `${oneOf([...VALUES.keys()])}\\b`
const SCALE = `${oneOf(["hundred", ...Object.keys(SCALES)])}\\b`
const BEFORE = "(?<![\\p{L}\\p{N}_-])"
const CARDINAL = new RegExp(
  `${BEFORE}(?<number>(?:half\\s+)?an?\\s+${SCALE}|${SIMPLE}|${SCALE})` +
    `(?<more>(?:(?:\\s+and\\s+a\\s+half\\s+|\\s+and\\s+|-|\\s+)${oneOf([SIMPLE, SCALE])})*)` +
    "(?<percent>[\\s-](?:percent|per cent|percentage points?)\\b)?",
  "giu",
)
const FRACTION = new RegExp(
  `${BEFORE}(?:(?<count>an?|${oneOf(UNITS)})[\\s-](?<part>${oneOf(Object.keys(FRACTIONS))})s?|` +
    "(?<!\\b(?:first|second|other|latter|former|top|bottom|lower|upper)\\s)(?<half>half))(?=\\s+(?:of|the|all)\\b)",
  "giu",
)
const ODDS = new RegExp(
  `${BEFORE}(?<few>${SIMPLE})\\s+(?:in|out\\s+of)(?:\\s+every)?\\s+(?<many>${SIMPLE})(?![\\p{L}\\p{N}_-])`,
  "giu",
)

/**
 * The figures of English prose that are written in words. Small counts up to twelve, ordinals, "dozens" and "twice" are
 * left alone: they are how one talks, and a mark at each would hide the marks that matter.
 */
export function readNumberWords(text: string): NumberWords[] {
  const found: NumberWords[] = []
  const add = (match: RegExpExecArray, kind: NumberWords["kind"], reading: Reading | null) => {
    const [start, end] = [match.index, match.index + match[0].length]
    if (reading && !found.some((other) => start < other.end && end > other.start))
      found.push({ start, end, kind, reading })
  }
  for (const match of text.matchAll(ODDS)) {
    const [few, many] = [valueOf(match.groups?.["few"]), valueOf(match.groups?.["many"])]
    add(match, "percent", few > 0 && few < many ? share(few, many) : null)
  }
  for (const match of text.matchAll(FRACTION)) {
    const { count = "a", part, half } = match.groups ?? {}
    if (half !== undefined) add(match, "percent", share(1, 2))
    else
      add(match, "percent", share(/^an?$/i.test(count) ? 1 : valueOf(count), FRACTIONS[part?.toLowerCase() ?? ""] ?? 1))
  }
  for (const match of text.matchAll(CARDINAL)) {
    const { number = "", more = "", percent } = match.groups ?? {}
    // "Twenty-first" and "thirty-day" are no counts, and "two point five million" is not five.
    const isPart =
      /^(?:[\p{L}\p{N}_]|-\p{L})/u.test(text.slice(match.index + match[0].length)) ||
      /\bpoint\s+$/i.test(text.slice(0, match.index))
    const reading = isPart ? null : cardinal(`${number}${more}`)
    const isTalk = percent === undefined && (reading?.value ?? 0) <= LARGEST_OF_TALK
    add(match, percent === undefined ? "number" : "percent", isTalk ? null : reading)
  }
  return found.sort((a, b) => a.start - b.start)
}

const valueOf = (word = ""): number => VALUES.get(word.toLowerCase()) ?? 0

const share = (count: number, parts: number): Reading | null =>
  count >= parts ? null : { value: (count / parts) * 100, halfPlace: (count / parts) * 100 * FRACTION_ROUNDING }

/** What words say together, to half of the last scale that they name; null where they are no one number: "two three". */
function cardinal(text: string): Reading | null {
  const words = text.toLowerCase().split(/[\s-]+/)
  let [total, group, last, least] = [0, 0, Infinity, 1]
  let isBegun = false
  for (const [at, word] of words.entries()) {
    if (word === "and" || word === "a" || word === "an") continue
    const value = VALUES.get(word)
    if (word === "half") {
      group += 0.5
      least = 0.1
    } else if (value !== undefined) {
      // Each word fits in the room that the one before has left: after forty two, but not thirty.
      if (value >= room(words, at)) return null
      group += value
      least = 1
    } else {
      const scale = word === "hundred" ? 100 : (SCALES[word] ?? 1)
      const led = group === 0 && /^an?$/.test(words[at - 1] ?? "") ? 1 : group
      if (led === 0 || (scale !== 100 && scale >= last)) return null
      least = (least < 1 ? least : 1) * scale
      if (scale === 100) group = led * 100
      else {
        total += led * scale
        group = 0
        last = scale
      }
    }
    isBegun = true
  }
  return isBegun ? { value: total + group, halfPlace: least / 2 } : null
}

/** The values that may follow the word before: below ten after tens, below a hundred after hundred, none after units. */
function room(words: readonly string[], at: number): number {
  const before = words[at - 1] === "and" ? words[at - 2] : words[at - 1]
  if (before === undefined) return Infinity
  if (TENS.includes(before)) return words[at - 1] === "and" ? 0 : 10
  return VALUES.has(before) ? 0 : before === "hundred" ? 100 : 1000
}
