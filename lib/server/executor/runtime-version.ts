import "server-only"
import { setTimeout as delay } from "node:timers/promises"
import { readExecutorHealth } from "./executor-client.ts"

const REMEMBERED_MS = 30_000
/** A busy executor must not hold up results that need none. */
const PATIENCE_MS = 500

let known: { version: string; askedAt: number } | null = null
let asking: Promise<string | null> | null = null

/** What the executor runs cards with, as known half a minute ago at most, or when it last answered; null if it never has. */
export async function readRuntimeVersion(): Promise<string | null> {
  if (known && performance.now() - known.askedAt < REMEMBERED_MS) return known.version
  asking ??= ask().finally(() => {
    asking = null
  })
  if (!known) return asking
  return (await Promise.race([asking, delay(PATIENCE_MS, null, { ref: false })])) ?? known.version
}

async function ask(): Promise<string | null> {
  const { runtimeVersion } = await readExecutorHealth()
  if (runtimeVersion !== null) known = { version: runtimeVersion, askedAt: performance.now() }
  return runtimeVersion
}
