import "server-only"
import { Cron } from "croner"
import { AppError } from "#lib/domain/app-error.ts"
import { cronProblem } from "#lib/domain/cron-problem.ts"
import { MIN_INTERVAL_MINUTES } from "#lib/domain/schedule.ts"

export type Schedule = { cron: string; timezone: string }

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Instants looked at to see how often a schedule fires: more than there are five-minute steps in a day. */
const SAMPLE = 300

/**
 * The next `count` instants after `after` at which a schedule is due, by the clock of its time zone. Where the clock
 * skips a time, what was due in the gap is due once, at the first instant after it; where it shows a time twice, what
 * is due at that time is due once, at the first.
 */
export function nextInstants(schedule: Schedule, after: Date, count: number): Date[] {
  const instants: Date[] = []
  let last = after
  while (instants.length < count) {
    const next = nextInstant(schedule, last)
    if (!next) break
    instants.push(next)
    last = next
  }
  return instants
}

/** @throws AppError validation_failed with one sentence for what can't be understood, never fires, or fires too often. */
export function checkSchedule(schedule: Schedule, now: Date): void {
  const problem = cronProblem(schedule.cron) ?? whenProblem(schedule, now)
  if (problem) {
    throw new AppError("validation_failed", problem, {
      details: [{ path: ["body", "schedule", "cron"], message: problem }],
    })
  }
}

function whenProblem(schedule: Schedule, now: Date): string | null {
  const [first, ...rest] = nextInstants(schedule, now, SAMPLE)
  if (!first) return "This schedule never fires: there is no such date. Check the day and the month."
  let before = first
  for (const instant of rest) {
    if (instant.getTime() - before.getTime() < MIN_INTERVAL_MINUTES * MINUTE_MS)
      return `This schedule fires more often than every ${MIN_INTERVAL_MINUTES} minutes. Make the minute */${MIN_INTERVAL_MINUTES} or rarer.`
    before = instant
  }
  return null
}

function nextInstant({ cron, timezone }: Schedule, after: Date): Date | null {
  const next = new Cron(cron, { timezone, mode: "5-part" }).nextRun(after)
  // The library passes over a whole series that falls into a gap, such as every quarter of the hour that is skipped.
  const skipped = firstGapDue(cron, timezone, after, next ?? new Date(after.getTime() + 366 * DAY_MS))
  return skipped && (!next || skipped < next) ? skipped : next
}

/** The end of the first gap in (after, until] in which something was due; null when there is none. */
function firstGapDue(cron: string, timezone: string, after: Date, until: Date): Date | null {
  for (let start = after.getTime(); start < until.getTime(); start += DAY_MS) {
    const gap = gapIn(timezone, start, Math.min(start + DAY_MS, until.getTime()))
    if (gap && gap.end > after && isDueBetween(cron, gap.localStart, gap.localEnd)) return gap.end
  }
  return null
}

type Gap = { end: Date; localStart: number; localEnd: number }

/** The clock being put forward between two instants; local times as if they were UTC. */
function gapIn(timezone: string, from: number, to: number): Gap | null {
  const [before, after] = [offsetMs(timezone, from), offsetMs(timezone, to)]
  if (after <= before) return null
  let [low, high] = [from, to]
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(timezone, middle) === before) low = middle
    else high = middle
  }
  // Clocks are set on whole minutes.
  const end = Math.round(high / MINUTE_MS) * MINUTE_MS
  return { end: new Date(end), localStart: end + before, localEnd: end + after }
}

function isDueBetween(cron: string, localStart: number, localEnd: number): boolean {
  const due = new Cron(cron, { timezone: "UTC", mode: "5-part" }).nextRun(new Date(localStart - 1000))
  return due !== null && due.getTime() < localEnd
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far a zone's clock is ahead of UTC. */
function offsetMs(timezone: string, instant: number): number {
  let format = formats.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
    formats.set(timezone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}
