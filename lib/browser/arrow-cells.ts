import { DataType, type Data, type TimeUnit, type Vector } from "apache-arrow"
import type { Cell, ColumnType } from "#lib/domain/column.ts"

/** The product's name for an Arrow type; what has none is shown as text. */
export function columnTypeOf(type: DataType): ColumnType {
  if (DataType.isDictionary(type)) return columnTypeOf(type.dictionary)
  if (DataType.isBool(type)) return "boolean"
  if (DataType.isInt(type)) return type.bitWidth === 64 && !type.isSigned ? "decimal" : "int64"
  if (DataType.isFloat(type)) return "double"
  if (DataType.isDecimal(type)) return "decimal"
  if (DataType.isDate(type)) return "date"
  if (DataType.isTimestamp(type)) return type.timezone ? "timestamptz" : "timestamp"
  return "string"
}

/** Reads one row of a column as a cell of the API: whatever a JavaScript number would round is text. */
export type ReadCell = (row: number) => Cell

/** Arrow's own getters pass times and decimals through numbers; this reads the integers they are stored as. */
export function cellReader(vector: Vector): ReadCell {
  const [data] = vector.data
  const { type } = vector
  if (data === undefined || vector.data.length > 1) return (row) => plainCell(vector.get(row))
  const exact = exactReader(type, data)
  return exact ? (row) => (vector.isValid(row) ? exact(row) : null) : (row) => plainCell(vector.get(row))
}

function exactReader(type: DataType, { values }: Data): ReadCell | null {
  if (DataType.isDecimal(type) && values instanceof Uint32Array) {
    const words = type.bitWidth / 32
    return (row) => decimalText(signedOf(values.subarray(row * words, (row + 1) * words)), type.scale)
  }
  if (DataType.isTimestamp(type) && values instanceof BigInt64Array) {
    const digits = DIGITS_BY_UNIT[type.unit]
    const zone = type.timezone ? "Z" : ""
    return (row) => instantText(values[row] ?? 0n, digits) + zone
  }
  if (DataType.isDate(type) && values instanceof Int32Array) return (row) => dayText(values[row] ?? 0)
  if (DataType.isDate(type) && values instanceof BigInt64Array)
    return (row) => dayText(Number(floorDivide(values[row] ?? 0n, 86_400_000n)))
  if (DataType.isInt(type) && type.bitWidth === 64 && !type.isSigned && values instanceof BigUint64Array)
    return (row) => String(values[row] ?? 0n)
  return null
}

function plainCell(value: unknown): Cell {
  switch (typeof value) {
    case "number":
      // JSON has no NaN and no infinities: as the API writes them.
      return Number.isNaN(value) ? null : Number.isFinite(value) ? value : value > 0 ? "Infinity" : "-Infinity"
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
    case "string":
    case "boolean":
      return value
    default:
      return value === null || value === undefined ? null : String(value)
  }
}

const DIGITS_BY_UNIT: Record<TimeUnit, number> = { 0: 0, 1: 3, 2: 6, 3: 9 }

/** Two's complement, least significant word first. */
function signedOf(words: Uint32Array): bigint {
  const unsigned = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
  return BigInt.asIntN(words.length * 32, unsigned)
}

/** `-1234` with scale 2 → `-12.34`, every digit kept. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? "-" : ""
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0")
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** An instant as ISO 8601 without a zone, with as much of the fraction as there is. `digits`: of a second's fraction. */
export function instantText(value: bigint, digits: number): string {
  const perSecond = 10n ** BigInt(digits)
  const seconds = floorDivide(value, perSecond)
  const fraction = (value - seconds * perSecond).toString().padStart(digits, "0").replace(/0+$/, "")
  const days = floorDivide(seconds, 86_400n)
  const rest = Number(seconds - days * 86_400n)
  const clock = [rest / 3600, (rest / 60) % 60, rest % 60].map((part) => String(Math.floor(part)).padStart(2, "0"))
  return `${dayText(Number(days))}T${clock.join(":")}${digits > 0 && fraction !== "" ? `.${fraction}` : ""}`
}

/** Days since 1970 as `YYYY-MM-DD`; beyond the years a Date can tell, the number itself. */
function dayText(days: number): string {
  const date = new Date(days * 86_400_000)
  return Number.isNaN(date.getTime()) ? `${days} days since 1970` : date.toISOString().replace(/T.*/, "")
}

/** BigInt division cuts towards zero; times before 1970 need the floor. */
const floorDivide = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by
