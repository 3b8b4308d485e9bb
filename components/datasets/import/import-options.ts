import type { Column } from "#lib/domain/column.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"

/** The choices that decide where columns begin and what they are called. */
const SHAPING: readonly (keyof ImportOptions)[] = ["encoding", "delimiter", "header", "skipLines"]

/**
 * Options with some of them changed; what is undefined is found out again. Once the columns may be others, what was
 * said about single columns no longer holds.
 */
export function changeOptions(options: ImportOptions, change: Partial<ImportOptions>): ImportOptions {
  const reshapes = SHAPING.some((key) => key in change && change[key] !== options[key])
  const { types: _types, sortBy: _sortBy, ...reading } = options
  return compact({ ...(reshapes ? reading : options), ...change })
}

/** One column's type set, or (undefined) found out again. */
export function changeType(
  options: ImportOptions,
  name: string,
  type: Column["type"] | undefined,
): Partial<ImportOptions> {
  const { [name]: _, ...others } = options.types ?? {}
  return { types: type === undefined ? others : { ...others, [name]: type } }
}

/**
 * What the last import said about columns that this file has, too; null where that adds nothing. A type that is found
 * anyway need not be said again.
 */
export function recallOptions(
  options: ImportOptions,
  last: ImportOptions,
  columns: readonly Column[],
): ImportOptions | null {
  const types = Object.fromEntries(
    columns.flatMap(({ name, type }) => {
      const before = last.types?.[name]
      return before && before !== type ? [[name, before]] : []
    }),
  )
  const sortsBy = last.sortBy
  const keepsOrder = sortsBy === null || (sortsBy !== undefined && columns.some(({ name }) => name === sortsBy))
  if (Object.keys(types).length === 0 && !keepsOrder) return null
  return compact({ ...options, types, ...(keepsOrder ? { sortBy: sortsBy } : {}) })
}

/**
 * What the person who starts an import agrees to: the notes above the table that the preview leaves out are left out,
 * though an import that nobody has looked at refuses them.
 */
export function agreedOptions(options: ImportOptions, { dialect }: Inspection): ImportOptions {
  if (options.skipLines !== undefined || !dialect?.skipLines) return options
  return { ...options, skipLines: dialect.skipLines }
}

function compact(options: Partial<ImportOptions>): ImportOptions {
  const entries = Object.entries(options).filter(
    ([key, value]) => value !== undefined && !(key === "types" && Object.keys(value as object).length === 0),
  )
  return Object.fromEntries(entries)
}
