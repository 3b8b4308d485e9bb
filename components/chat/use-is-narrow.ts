"use client"

import { useSyncExternalStore } from "react"

const NARROW = "(width < 64rem)"

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener("change", onChange)
  return () => query.removeEventListener("change", onChange)
}

/** Whether the window is too narrow for a page and a panel beside it. */
export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  )
