"use client"

import { useLocale } from "#lib/browser/use-locale.ts"
import { useTimeZone } from "#lib/browser/use-time-zone.ts"

/** A moment, in the reader's language and time zone. */
export function LocalTime({ iso, withTime = false }: { iso: string; withTime?: boolean }) {
  const locale = useLocale()
  const timeZone = useTimeZone()
  const options: Intl.DateTimeFormatOptions = {
    dateStyle: "medium",
    ...(withTime ? { timeStyle: "short" } : {}),
    timeZone,
  }
  return (
    <time dateTime={iso} className="whitespace-nowrap tabular">
      {new Intl.DateTimeFormat(locale, options).format(new Date(iso))}
    </time>
  )
}
