"use client"

import { useSyncExternalStore } from "react"

const SERVER_LOCALE = "en-GB"
const never = () => () => undefined

/** The reader's locale; the server's markup, which can't know it, is drawn anew right after hydration. */
export function useLocale(): string {
  return useSyncExternalStore(
    never,
    () => navigator.language,
    () => SERVER_LOCALE,
  )
}
