import { setTimeout as pause } from "node:timers/promises"
import type { Child } from "./start-child.ts"

/** Something the person who started us should read as it stands, without a stack. */
export class LaunchFailure extends Error {}

export type Probe = () => Promise<boolean>

/** Asks `probe` until it says yes. Throws LaunchFailure when the child ends before, or after `timeoutMs`. */
export async function awaitReady(child: Child, probe: Probe, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    if (child.hasExited()) {
      const { code, signal } = await child.exited
      throw new LaunchFailure(
        `${child.name} ended while starting (${signal ?? `exit code ${code}`}):\n${child.lastLines()}`,
      )
    }
    if (await probe()) return
    await pause(40)
  }
  throw new LaunchFailure(`${child.name} did not answer within ${timeoutMs / 1000} s:\n${child.lastLines()}`)
}

/** A probe that says yes when `url` answers with one of `statuses`. */
export function answers(url: string, statuses: number[] = [200]): Probe {
  return async () => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: "manual" })
      await response.arrayBuffer()
      return statuses.includes(response.status)
    } catch {
      return false
    }
  }
}
