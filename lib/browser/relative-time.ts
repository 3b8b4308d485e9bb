const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** "3 hours ago" up to a week, then the date; in the words of the locale (undefined = the browser's). */
export function relativeTime(at: Date, now: Date, locale?: string): string {
  const agoMs = now.getTime() - at.getTime()
  const distanceMs = Math.abs(agoMs)
  if (distanceMs >= WEEK_MS) return shortDate(at, now, locale)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  if (distanceMs < MINUTE_MS) return words.format(0, "second")
  const [unitMs, unit] = unitFor(distanceMs)
  return words.format(-Math.sign(agoMs) * Math.floor(distanceMs / unitMs), unit)
}

function unitFor(distanceMs: number): [number, "minute" | "hour" | "day"] {
  if (distanceMs < HOUR_MS) return [MINUTE_MS, "minute"]
  return distanceMs < DAY_MS ? [HOUR_MS, "hour"] : [DAY_MS, "day"]
}

function shortDate(at: Date, now: Date, locale: string | undefined): string {
  const year = at.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const)
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", ...year }).format(at)
}
