import { readNumberWords } from "./read-number-words.ts"

/** One way of reading a written number. */
export type Reading = {
  value: number
  /** Half of the last place shown: what rounding to it may have changed. */
  halfPlace: number
}

/** A number found in prose: a figure that has to come from somewhere. */
export type WrittenFigure = {
  kind: "number" | "percent" | "date"
  start: number
  end: number
  text: string
  /** Several where a separator may group or divide: 1.234. None of dates. */
  readings: Reading[]
  /** The digits alone where the number is whole: beyond 2^53 only these tell numbers apart. */
  digits: string | null
  /** Of a date or time: as data would hold it, down to what is said of it: 2024-03. */
  iso: string | null
  /** "about", "more than": the trailing zeros are then places that were rounded away. */
  isLoose: boolean
  /** Whether a minus stands before it. */
  isNegative: boolean
}

const MONTHS = "january february march april may june july august september october november december".split(" ")
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?"
const DATES = new RegExp(
  [
    "(?<isoYear>\\d{4})-(?<isoMonth>\\d{2})(?:-(?<isoDay>\\d{2}))?(?![\\d-])",
    `(?<dayFirst>\\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<monthSecond>${MONTH})(?:,? (?<yearThird>\\d{4}))?`,
    `(?<monthFirst>${MONTH}) (?<daySecond>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?<yearLast>\\d{4}))?(?![\\d.,]*\\d)`,
    `(?<monthOnly>${MONTH}) (?<yearOnly>\\d{4})(?!\\d)`,
    "(?<time>\\d{1,2}:\\d{2}(?::\\d{2})?)(?!\\d)",
  ].join("|"),
  "gi",
)
const NUMBER = new RegExp(
  "(?<![\\p{L}\\p{N}_])" +
    "(?<sign>(?<![\\p{N}][-−–]?)[-−]\\s?)?" +
    "(?<currency>[$€£¥₹]\\s?)?" +
    "(?<body>\\d{1,3}(?:[,.'’](?=\\d{3})\\d{3})+(?:[.,]\\d+)?|\\d{1,3}(?:[\\u00a0\\u202f ]\\d{3})+(?:[.,]\\d+)?(?!\\d)|\\d+(?:[.,]\\d+)?)" +
    "(?<exponent>[eE][+-]?\\d+)?" +
    "(?<unit>\\s?%|\\s?(?:percent|per cent|percentage points?)\\b|\\s?(?:thousand|million|billion|trillion|mn|bn|tn)\\b|[kKMBT](?![\\p{L}\\p{N}]))?" +
    "(?<ordinal>(?:st|nd|rd|th)\\b)?",
  "gu",
)
const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
}
const LOOSE =
  /(?:about|around|roughly|approximately|approx\.?|nearly|almost|over|under|some|circa|more than|less than|at least|up to|[~≈>≥<≤])\s*[*_`]*$/i
/** The number of a list's item, or of a heading's. */
const LIST_MARK = /^[ \t>]*(?:#{1,6} )?(\d{1,3})[.)](?=\s)/gm

/**
 * The numbers, dates and times in Markdown prose, in order, be they in digits or in English words. Not those that count
 * a list's items, ordinals, or parts of names such as A320 or temp_2.
 */
export function readFigures(markdown: string): WrittenFigure[] {
  const taken: [number, number][] = [...markdown.matchAll(LIST_MARK)].map((mark) => [
    mark.index,
    mark.index + mark[0].length,
  ])
  const free = (start: number, end: number) => !taken.some(([from, to]) => start < to && end > from)
  const figures: WrittenFigure[] = []
  for (const match of markdown.matchAll(DATES)) {
    const [start, end] = [match.index, match.index + match[0].length]
    const iso = isoOf(match.groups ?? {})
    const isPart = /[\p{L}\p{N}_]/u.test(markdown[start - 1] ?? "") || /[\p{L}\p{N}_]/u.test(markdown[end] ?? "")
    if (!iso || isPart || !free(start, end)) continue
    taken.push([start, end])
    figures.push({ ...NOTHING, kind: "date", start, end, text: match[0], iso })
  }
  for (const match of markdown.matchAll(NUMBER)) {
    const [start, end] = [match.index, match.index + match[0].length]
    const { body = "", unit = "", exponent = "", sign, ordinal } = match.groups ?? {}
    if (ordinal || !free(start, end)) continue
    const isPercent = /%|per ?cent/i.test(unit)
    const scale = SCALES[unit.trim().toLowerCase()] ?? 1
    const power = exponent ? Number(`1${exponent}`) : 1
    figures.push({
      kind: isPercent ? "percent" : "number",
      start,
      end,
      text: match[0],
      readings: readingsOf(body).map(({ value, halfPlace }) => ({
        value: value * scale * power,
        halfPlace: halfPlace * scale * power,
      })),
      digits: scale === 1 && power === 1 && isWhole(body) ? body.replaceAll(/\D/g, "") : null,
      iso: null,
      isLoose: LOOSE.test(markdown.slice(0, start)),
      isNegative: sign !== undefined,
    })
  }
  for (const { start, end, kind, reading } of readNumberWords(markdown)) {
    if (!free(start, end) || figures.some((other) => start < other.end && end > other.start)) continue
    const isLoose = LOOSE.test(markdown.slice(0, start))
    figures.push({ ...NOTHING, kind, start, end, text: markdown.slice(start, end), readings: [reading], isLoose })
  }
  return figures.sort((a, b) => a.start - b.start)
}

const NOTHING = { readings: [], digits: null, iso: null, isLoose: false, isNegative: false }

function readingsOf(body: string): Reading[] {
  const plain = body.replaceAll(/[\u00a0\u202f '’]/g, "")
  const readings = new Map<number, Reading>()
  const add = (text: string) => {
    const decimals = text.split(".")[1]?.length ?? 0
    readings.set(Number(text), { value: Number(text), halfPlace: 0.5 / 10 ** decimals })
  }
  for (const [group, point] of [
    [",", "."],
    [".", ","],
  ] as const) {
    const [whole = "", ...decimals] = plain.split(point)
    if (decimals.length > 1) continue
    if (whole.includes(group) && !new RegExp(`^\\d{1,3}(?:\\${group}\\d{3})+$`).test(whole)) continue
    if (decimals[0]?.includes(group)) continue
    // 1,234 is never one and a bit; 1.000 is not a way to write 1.
    if (
      /^\d{3}$/.test(decimals[0] ?? "") &&
      whole !== "0" &&
      whole.length <= 3 &&
      (point === "," || decimals[0] === "000")
    )
      continue
    add([whole.replaceAll(group, ""), ...decimals].join("."))
  }
  return [...readings.values()]
}

const isWhole = (body: string): boolean =>
  /^\d+$/.test(body) || /^\d{1,3}([,.'’\u00a0\u202f ])\d{3}(?:\1\d{3})*$/.test(body)

function isoOf(groups: Record<string, string | undefined>): string | null {
  const { isoYear, isoMonth, isoDay, time } = groups
  if (time) return time.length === 4 || time.length === 7 ? `0${time}` : time
  if (isoYear) return [isoYear, isoMonth, isoDay].filter((part) => part !== undefined).join("-")
  const month = groups["monthSecond"] ?? groups["monthFirst"] ?? groups["monthOnly"] ?? ""
  const number = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase().replace(".", "").slice(0, 3))) + 1
  const two = (value: string | number) => String(value).padStart(2, "0")
  const day = groups["dayFirst"] ?? groups["daySecond"]
  const year = groups["yearThird"] ?? groups["yearLast"] ?? groups["yearOnly"]
  if (number === 0 || (day !== undefined && Number(day) > 31)) return null
  // Without a year: the month and day of any.
  return [year ?? "", two(number), ...(day === undefined ? [] : [two(day)])].join("-")
}
