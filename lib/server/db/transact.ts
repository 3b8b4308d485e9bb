import "server-only"
import { setTimeout as delay } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"

type Outcome = { canceled: boolean; data: readonly { rejected: boolean; code?: string }[] }

const MAX_ATTEMPTS = 8
const FIRST_BACKOFF_MS = 15
/** Another transaction held one of the items: it says nothing about our conditions. */
const PASSING_CODES = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])

/**
 * Runs `write` until it is neither held up by another transaction nor throttled. Answers null when everything was
 * written, otherwise, in the order of the writes, which of them had their condition refused. Nothing is written then.
 */
export async function transact(write: () => Promise<Outcome>): Promise<{ refused: boolean[] } | null> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const outcome = await write()
    if (!outcome.canceled) return null
    const codes = outcome.data.map(({ code }) => code ?? "None")
    if (codes.includes("ConditionalCheckFailed"))
      return { refused: codes.map((code) => code === "ConditionalCheckFailed") }
    const lasting = codes.find((code) => code !== "None" && !PASSING_CODES.has(code))
    if (lasting !== undefined) throw new Error(`The database refused a transaction: ${codes.join(", ")}`)
    await delay(FIRST_BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random()))
  }
  throw new AppError("unavailable", "Others keep changing the same thing. Try again in a moment.", {
    retryAfterSeconds: 1,
  })
}
