"use client"

import { useSyncExternalStore } from "react"

const TICK_MS = 30_000

let now: Date | undefined
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

/** The time, to half a minute; null on the server and while hydrating, where it would differ. */
export function useNow(): Date | null {
  return useSyncExternalStore(subscribe, current, () => null)
}

// One timer for all the times on a page.
function subscribe(onTick: () => void): () => void {
  listeners.add(onTick)
  timer ??= setInterval(() => {
    now = new Date()
    for (const listener of listeners) listener()
  }, TICK_MS)
  return () => {
    listeners.delete(onTick)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    now = undefined
  }
}

const current = () => (now ??= new Date())
