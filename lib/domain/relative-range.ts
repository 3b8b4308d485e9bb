import type { RelativeRange } from "./filter.ts"

type Day = { year: number; month: number; day: number }

/** The calendar day an instant falls on in a time zone, as `YYYY-MM-DD`. */
export function dayIn(timezone: string, instant: Date): string {
  let format = dayFormats.get(timezone)
  if (!format) {
    // en-CA writes ISO dates.
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: timezone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    })
    dayFormats.set(timezone, format)
  }
  return format.format(instant)
}

// Making one takes longer than all else that showing a kept result does; there are few time zones.
const dayFormats = new Map<string, Intl.DateTimeFormat>()

/** Both ends included. `today` is `YYYY-MM-DD`; quarters are calendar quarters; "last 7 days" ends today. */
export function absoluteRange(relative: RelativeRange, today: string): { start: string; end: string } {
  const [year = 0, month = 0, day = 0] = today.split("-").map(Number)
  const on = (offset: Partial<Day>): string =>
    isoDay({ year: year + (offset.year ?? 0), month: month + (offset.month ?? 0), day: offset.day ?? day })
  const firstOfQuarter = month - ((month - 1) % 3)
  switch (relative) {
    case "today":
      return { start: today, end: today }
    case "yesterday":
      return { start: on({ day: day - 1 }), end: on({ day: day - 1 }) }
    case "last_7_days":
      return { start: on({ day: day - 6 }), end: today }
    case "last_30_days":
      return { start: on({ day: day - 29 }), end: today }
    case "last_90_days":
      return { start: on({ day: day - 89 }), end: today }
    case "this_month":
      return { start: on({ day: 1 }), end: on({ month: 1, day: 0 }) }
    case "last_month":
      return { start: on({ month: -1, day: 1 }), end: on({ day: 0 }) }
    case "this_quarter":
      return {
        start: isoDay({ year, month: firstOfQuarter, day: 1 }),
        end: isoDay({ year, month: firstOfQuarter + 3, day: 0 }),
      }
    case "last_quarter":
      return {
        start: isoDay({ year, month: firstOfQuarter - 3, day: 1 }),
        end: isoDay({ year, month: firstOfQuarter, day: 0 }),
      }
    case "this_year":
      return { start: isoDay({ year, month: 1, day: 1 }), end: isoDay({ year, month: 12, day: 31 }) }
    case "last_year":
      return {
        start: isoDay({ year: year - 1, month: 1, day: 1 }),
        end: isoDay({ year: year - 1, month: 12, day: 31 }),
      }
    case "year_to_date":
      return { start: isoDay({ year, month: 1, day: 1 }), end: today }
  }
}

/** The day `count` days after a `YYYY-MM-DD`. */
export function addDays(day: string, count: number): string {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split("-").map(Number)
  return isoDay({ year, month, day: dayOfMonth + count })
}

/** Months and days beyond their range roll over; day 0 is the last of the month before. */
function isoDay({ year, month, day }: Day): string {
  const date = new Date(0)
  // Date.UTC would read years below 100 as 19xx.
  date.setUTCFullYear(year, month - 1, day)
  return date.toISOString().slice(0, 10)
}
