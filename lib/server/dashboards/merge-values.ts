import "server-only"
import type { Cell } from "#lib/domain/column.ts"
import type { ValuesResponse } from "#lib/domain/job-contract.ts"

const NOTHING: ValuesResponse = { values: [], totalValues: 0, min: null, max: null }

/** One list of values out of several datasets': counts of equal values added up, most frequent first. */
export function mergeValues(answers: readonly ValuesResponse[], limit: number): ValuesResponse {
  const [first, ...rest] = answers
  if (!first) return NOTHING
  if (rest.length === 0) return first
  const byValue = new Map<string, { value: Cell; count: number }>()
  for (const { value, count } of answers.flatMap(({ values }) => values)) {
    const key = JSON.stringify(value)
    const known = byValue.get(key)
    if (known) known.count += count
    else byValue.set(key, { value, count })
  }
  const values = [...byValue.values()].sort(
    (a, b) => b.count - a.count || String(a.value).localeCompare(String(b.value)),
  )
  return {
    values: values.slice(0, limit),
    // What lies beyond each list is not known value by value: the longest list is the least there can be.
    totalValues: Math.max(values.length, ...answers.map(({ totalValues }) => totalValues)),
    min: extreme(
      answers.map(({ min }) => min),
      -1,
    ),
    max: extreme(
      answers.map(({ max }) => max),
      1,
    ),
  }
}

function extreme(cells: readonly Cell[], sign: 1 | -1): Cell {
  return cells
    .filter((cell) => cell !== null)
    .reduce<Cell>((best, cell) => (best === null || sign * compare(cell, best) > 0 ? cell : best), null)
}

const compare = (a: NonNullable<Cell>, b: NonNullable<Cell>): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
