import "server-only"
import { z } from "zod"
import { CardResult } from "#lib/domain/job-contract.ts"

/** One run of a card that succeeded. */
export const StoredResult = z.object({
  /** Where it lies; what was moved or copied there is not taken for it. */
  key: z.string(),
  ranAt: z.iso.datetime(),
  /** When the oldest data it read was published; null where it read none. */
  asOf: z.iso.datetime().nullable(),
  result: CardResult.omit({ error: true }),
})
export type StoredResult = z.infer<typeof StoredResult>

/** The result that a text holds under a key; null for anything else. */
export function parseStoredResult(text: string, key: string): StoredResult | null {
  try {
    const { data } = StoredResult.safeParse(JSON.parse(text))
    return data?.key === key ? data : null
  } catch {
    return null
  }
}

/** A clock may have been set back since the card ran, so what is from the future counts as too old. */
export function isWithin(maxAgeSeconds: number, { ranAt }: Pick<StoredResult, "ranAt">, now: Date): boolean {
  const ageMs = now.getTime() - Date.parse(ranAt)
  return ageMs >= 0 && ageMs < maxAgeSeconds * 1000
}
