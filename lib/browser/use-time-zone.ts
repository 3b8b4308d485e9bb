"use client"

import { useSyncExternalStore } from "react"

const SERVER_TIME_ZONE = "UTC"
const never = () => () => undefined

/** The reader's time zone; UTC until the page lives, so that its first drawing equals the server's. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => SERVER_TIME_ZONE,
  )
}
