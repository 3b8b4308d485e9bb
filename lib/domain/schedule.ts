import { z } from "zod"

/** Schedules fire no more often than this. */
export const MIN_INTERVAL_MINUTES = 5

/** Five fields: minute, hour, day of the month, month, day of the week. What is wrong with one is said by parse-cron. */
export const CronExpression = z.string().trim().min(1).max(200)

/** An IANA name such as Europe/Berlin. */
export const Timezone = z.string().refine(isTimezone, "is not a time zone; use a name such as Europe/Berlin")

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}
