import "server-only"
import { setTimeout as wait } from "node:timers/promises"
import { AppError } from "#lib/domain/app-error.ts"
import { webEnv } from "../web-env.ts"

const FIRST_DELAY_MS = 1000

/** Runs `attempt` until it does not throw unavailable, for as long as CARDLOOM_RETRY_SECONDS has it; then what it threw. */
export async function withRetries<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (const delayMs of retryDelays(webEnv().CARDLOOM_RETRY_SECONDS * 1000)) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || error.code !== "unavailable") throw error
      await wait(delayMs, undefined, { signal })
    }
  }
  return attempt()
}

/** Each twice as long as the one before, and together as long as `patienceMs`. */
export function retryDelays(patienceMs: number): number[] {
  const delays: number[] = []
  let leftMs = patienceMs
  for (let delayMs = FIRST_DELAY_MS; leftMs > 0; delayMs *= 2) {
    delays.push(Math.min(delayMs, leftMs))
    leftMs -= delayMs
  }
  return delays
}
