import type { ColumnType } from "#lib/domain/column.ts"
import type { FilterType } from "#lib/domain/filter.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { DatasetColumns } from "#lib/domain/summaries.ts"

const FITTING: Record<FilterType, readonly ColumnType[]> = {
  category: ["string", "boolean", "int64"],
  date_range: ["date", "timestamp", "timestamptz"],
  number_range: ["int64", "double", "decimal"],
  text: ["string"],
}

/** One column name, with the datasets that have it in a type the filter can work on. */
export type FilterColumn = { name: string; datasetIds: DatasetId[]; datasetNames: string[] }

/** The columns a filter of this type can use, those that reach the most datasets first. */
export function filterColumns(datasets: readonly DatasetColumns[], type: FilterType): FilterColumn[] {
  const byName = new Map<string, FilterColumn>()
  for (const dataset of datasets) {
    for (const column of dataset.columns) {
      if (!FITTING[type].includes(column.type)) continue
      const entry = byName.get(column.name) ?? { name: column.name, datasetIds: [], datasetNames: [] }
      entry.datasetIds.push(dataset.id)
      entry.datasetNames.push(dataset.name)
      byName.set(column.name, entry)
    }
  }
  return [...byName.values()].toSorted((a, b) => b.datasetIds.length - a.datasetIds.length)
}

/** "order_date" → "Order date". */
export function labelOfColumn(name: string): string {
  const words = name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replaceAll(/[_\-.]+/g, " ")
    .trim()
  const lower = /^\p{Lu}+$/u.test(words) ? words : words.toLowerCase()
  return (lower.charAt(0).toUpperCase() + lower.slice(1)).slice(0, 100)
}
