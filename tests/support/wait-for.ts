import { setTimeout as pause } from "node:timers/promises"

/** Asks `condition` until it answers something truthy, and returns that. Throws after `timeoutMs`, naming `what`. */
export async function waitFor<T>(
  what: string,
  condition: () => T | Promise<T>,
  timeoutMs = 30_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const answer = await condition()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}.`)
    await pause(25)
  }
}
