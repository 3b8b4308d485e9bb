import type { ColumnType } from "#lib/domain/column.ts"
import type { Json } from "#lib/domain/json.ts"

export type Sorting = { column: number; descending: boolean }

/** Row numbers in the order to show. Empty cells come last whichever the direction; equal rows keep their order. */
export function sortedOrder(
  rows: readonly (readonly Json[])[],
  types: readonly ColumnType[],
  sorting: Sorting | null,
): number[] {
  const order = rows.map((_, index) => index)
  const type = sorting && types[sorting.column]
  if (!sorting || !type) return order
  const { column, descending } = sorting
  const compare = comparatorOf(type)
  return order.sort((a, b) => {
    const left = rows[a]?.[column] ?? null
    const right = rows[b]?.[column] ?? null
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return descending ? compare(right, left) : compare(left, right)
  })
}

type Compare = (a: Json, b: Json) => number

function comparatorOf(type: ColumnType): Compare {
  if (type === "string") {
    const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" })
    return (a, b) => collator.compare(String(a), String(b))
  }
  if (type === "int64") return (a, b) => compareNumbers(integerOf(a), integerOf(b))
  if (type === "double" || type === "decimal") return (a, b) => compareNumbers(Number(a), Number(b))
  // Booleans, and dates and times in ISO form.
  return (a, b) => (String(a) < String(b) ? -1 : Number(String(a) > String(b)))
}

/** Integers beyond 2^53 travel as strings. */
const integerOf = (value: Json): number | bigint =>
  typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : Number(value)

const compareNumbers = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : Number(a > b))
