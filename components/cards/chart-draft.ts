import type { ChartSpec, ChartType } from "#lib/domain/chart.ts"
import type { Column } from "#lib/domain/column.ts"

/** All that a chart may be told; which of it applies, `type` decides. */
export type ChartParts = {
  type: ChartType
  x?: string | undefined
  y?: string[] | undefined
  series?: string | undefined
  stacked?: boolean | undefined
  horizontal?: boolean | undefined
  label?: string | undefined
  format?: string | undefined
}

export const isNumberColumn = ({ type }: Column): boolean => type === "int64" || type === "double" || type === "decimal"

export function partsOf(chart: ChartSpec | null): ChartParts {
  if (!chart) return { type: "table" }
  const { y } = { y: undefined, ...chart }
  return { ...chart, y: y === undefined ? undefined : Array.isArray(y) ? y : [y] }
}

/** The chart with only what its kind knows, and nothing empty. */
export function chartOf({ type, x, y, series, stacked, horizontal, label, format }: ChartParts): ChartSpec {
  const axes = { ...(x && { x }), ...(y && y.length > 0 && { y }) }
  const colour = series ? { series } : {}
  switch (type) {
    case "table":
      return { type }
    case "bar":
      return { type, ...axes, ...colour, ...(stacked && { stacked }), ...(horizontal && { horizontal }) }
    case "area":
      return { type, ...axes, ...colour, ...(stacked === false && { stacked }) }
    case "line":
    case "scatter":
      return { type, ...axes, ...colour }
    case "pie":
      return { type, ...axes }
    case "number": {
      const [first] = y ?? []
      return { type, ...(first && { y: first }), ...(label && { label }), ...(format && { format }) }
    }
  }
}

/** Another kind of chart over the same columns; those not chosen yet, or gone, are the first of the result that fit. */
export function withChartType(parts: ChartParts, type: ChartType, columns: readonly Column[]): ChartParts {
  const known = (name: string | undefined) => columns.some((column) => column.name === name)
  const numbers = columns.filter(isNumberColumn)
  const firstX =
    type === "scatter" ? (numbers[0] ?? columns[0]) : (columns.find((one) => !isNumberColumn(one)) ?? columns[0])
  const x = known(parts.x) ? parts.x : firstX?.name
  const kept = parts.y?.filter((name) => numbers.some((column) => column.name === name)) ?? []
  const spare = numbers.find(({ name }) => type === "number" || name !== x)
  const y = kept.length > 0 ? kept : spare ? [spare.name] : undefined
  const series = known(parts.series) ? parts.series : undefined
  return { ...parts, type, x, series, y: type === "pie" || type === "number" ? y?.slice(0, 1) : y }
}
