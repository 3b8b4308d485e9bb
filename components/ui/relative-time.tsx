"use client"

import { relativeTime } from "#lib/browser/relative-time.ts"
import { useNow } from "#lib/browser/use-now.ts"

/** A moment as the reader would say it, with the exact time on hover. The server, which knows no locale, gives the date. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow()
  const date = new Date(at)
  const exact = now
    ? new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" }).format(date)
    : undefined
  return (
    <time dateTime={at} title={exact} className={className}>
      {now ? relativeTime(date, now) : at.slice(0, 10)}
    </time>
  )
}
