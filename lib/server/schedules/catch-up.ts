import "server-only"
import { nextInstants, type Schedule } from "./next-instants.ts"

/** How many missed instants are recorded one by one: as many as a person looks through. */
export const MAX_MISSED = 24
const FIRST_WINDOW_MS = 2 * 60 * 60 * 1000

/**
 * Of a schedule that was due at `dueAt` and by `now` may have been due more often: the latest instant, which is caught
 * up, the last MAX_MISSED before it, which are missed, and the first to come (null when there is none).
 */
export function catchUp(
  schedule: Schedule,
  dueAt: Date,
  now: Date,
): { latest: Date; missed: Date[]; next: Date | null } {
  const passed = passedInstants(schedule, dueAt, now)
  const latest = passed.at(-1) ?? dueAt
  return {
    latest,
    missed: passed.slice(0, -1).slice(-MAX_MISSED),
    next: nextInstants(schedule, latest, 1)[0] ?? null,
  }
}

/** The last instants from `dueAt` up to `now`: looked for from the end, since the beginning may be long ago. */
function passedInstants(schedule: Schedule, dueAt: Date, now: Date): Date[] {
  for (let windowMs = FIRST_WINDOW_MS; ; windowMs *= 8) {
    const fromMs = Math.max(dueAt.getTime(), now.getTime() - windowMs)
    const passed: Date[] = []
    // nextInstants answers those after its start.
    let last = new Date(fromMs - 1)
    for (;;) {
      const [next] = nextInstants(schedule, last, 1)
      if (!next || next > now) break
      passed.push(next)
      last = next
    }
    if (passed.length > MAX_MISSED || fromMs <= dueAt.getTime()) return passed
  }
}
