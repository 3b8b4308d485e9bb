import type { Column, ColumnType } from "./column.ts"
import type { Filter, Predicate, ResolvedFilter } from "./filter.ts"
import { addDays } from "./relative-range.ts"

type DatasetColumns = { id: string; columns: readonly Column[] }
type Compiled = { predicates: Predicate[]; appliedFilterIds: string[] }

const NUMERIC: readonly ColumnType[] = ["int64", "double", "decimal"]
const TEMPORAL: readonly ColumnType[] = ["date", "timestamp", "timestamptz"]

/** The column a filter means in one dataset; undefined when the dataset has none, or one the filter can't apply to. */
export function filterColumnIn(filter: Filter, dataset: DatasetColumns): Column | undefined {
  const name =
    (filter.columnByDataset && Object.hasOwn(filter.columnByDataset, dataset.id)
      ? filter.columnByDataset[dataset.id]
      : undefined) ?? filter.column
  const column = dataset.columns.find((candidate) => candidate.name === name)
  return column && fits(filter, column.type) ? column : undefined
}

function fits(filter: Filter, type: ColumnType): boolean {
  if (filter.type === "date_range") return TEMPORAL.includes(type)
  if (filter.type === "number_range") return NUMERIC.includes(type)
  return true
}

/**
 * What the rows of one dataset must satisfy for the filters of its page. A filter reaches a dataset only where the
 * dataset has the filter's column, of a type it can apply to. Dates are days of `timezone`.
 */
export function compileFilters(
  filters: readonly Filter[],
  resolved: readonly ResolvedFilter[],
  dataset: DatasetColumns,
  timezone: string,
): Compiled {
  const compiled: Compiled = { predicates: [], appliedFilterIds: [] }
  for (const filter of filters) {
    const value = resolved.find(({ id }) => id === filter.id)
    const column = filterColumnIn(filter, dataset)
    const predicate = value && column && predicateFor(value, column, timezone)
    if (!predicate) continue
    compiled.predicates.push(predicate)
    compiled.appliedFilterIds.push(filter.id)
  }
  return compiled
}

function predicateFor(filter: ResolvedFilter, { name: column, type }: Column, timezone: string): Predicate | undefined {
  if (filter.value === null) return undefined
  switch (filter.type) {
    case "category":
      return { op: "in", column, values: filter.value }
    case "text":
      return filter.value === "" ? undefined : { op: "contains", column, text: filter.value }
    case "number_range": {
      const { min, max } = filter.value
      return min === undefined && max === undefined
        ? undefined
        : { op: "range", column, ...bound("gte", min), ...bound("lte", max) }
    }
    case "date_range": {
      const { start, end } = filter.value
      if (start === undefined && end === undefined) return undefined
      if (type === "date") return { op: "range", column, ...bound("gte", start), ...bound("lte", end) }
      // Both days are included whole: up to, but not, the first instant of the day after.
      const startOf =
        type === "timestamptz" ? (day: string) => startOfDay(day, timezone) : (day: string) => `${day}T00:00:00`
      return {
        op: "range",
        column,
        ...bound("gte", start && startOf(start)),
        ...bound("lt", end && startOf(addDays(end, 1))),
      }
    }
  }
}

const bound = (key: "gte" | "lte" | "lt", value: string | number | undefined) =>
  value === undefined ? {} : { [key]: value }

/** The first instant of a `YYYY-MM-DD` in a time zone, as an ISO instant in UTC. */
export function startOfDay(day: string, timezone: string): string {
  const midnightUtc = Date.parse(`${day}T00:00:00Z`)
  // A guess by the offset at UTC midnight, then once more by the offset at the guess: right also on days the clocks change.
  let instant = midnightUtc - offsetMs(midnightUtc, timezone)
  instant = midnightUtc - offsetMs(instant, timezone)
  return new Date(instant).toISOString()
}

/** How far a zone's wall clock is ahead of UTC at an instant, in ms. */
function offsetMs(instant: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value)
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"))
  return wall - Math.floor(instant / 1000) * 1000
}
