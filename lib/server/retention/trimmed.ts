import "server-only"

const ROUND = 100
const MAX_ROUNDS = 20
const DAY_MS = 24 * 60 * 60 * 1000

/** What became of a pile: how much was removed, and when to look at it again; null = not before it grows. */
export type Trimmed = { removed: number; nextAt: Date | null }

/** Trims by `round`, which removes so many at most, until one removes none or there are no more that may ever go. */
export async function inRounds(
  now: Date,
  round: (limit: number) => Promise<{ removed: number; isDone: boolean }>,
): Promise<Trimmed> {
  let removed = 0
  for (let rounds = 1; ; rounds += 1) {
    const trimmed = await round(ROUND)
    removed += trimmed.removed
    if (trimmed.isDone) return { removed, nextAt: null }
    if (trimmed.removed === 0 || rounds === MAX_ROUNDS) return { removed, nextAt: daysFrom(now, 1) }
  }
}

export const daysFrom = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS)
