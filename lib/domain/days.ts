const DAY_MS = 24 * 60 * 60 * 1000

/** Days are `YYYY-MM-DD`, and a day begins and ends in UTC. */
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export const dayAfter = (day: string): string => dayOf(startOf(day) + DAY_MS)

/** The day so many days before, or for 0 the day itself. */
export const daysBefore = (day: string, count: number): string => dayOf(startOf(day) - count * DAY_MS)

/** How many days lie from one to another, both included; 0 or less when they are the wrong way round. */
export const countDays = (first: string, last: string): number =>
  Math.round((startOf(last) - startOf(first)) / DAY_MS) + 1

/** The days from the last to the first, both included. */
export const daysDown = (last: string, first: string): string[] =>
  Array.from({ length: Math.max(0, countDays(first, last)) }, (_, index) => daysBefore(last, index))
