import "server-only"
import { AppError } from "#lib/domain/app-error.ts"

// DynamoDB stops at 400 KB, keys and names of attributes included; the rest is room for those.
const MAX_ITEM_BYTES = 380_000

/** Throws too_large for what would not fit into one item; `noun` says what it is: "dashboard". */
export function checkItemSize(noun: string, item: Record<string, unknown>): void {
  const sizeBytes = Object.values(item).reduce<number>((sum, value) => sum + sizeOf(value), 0)
  if (sizeBytes <= MAX_ITEM_BYTES) return
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} KB`
  throw new AppError(
    "too_large",
    `This ${noun} takes ${kilobytes(sizeBytes)}, and ${kilobytes(MAX_ITEM_BYTES)} is the most that can be saved. Shorten its texts or split it in two.`,
  )
}

const sizeOf = (value: unknown): number =>
  value === undefined ? 0 : Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value), "utf8")
