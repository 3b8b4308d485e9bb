import type { Column } from "#lib/domain/column.ts"
import { splitPython, type PythonPieces } from "./python-strings.ts"

export type SuggestionInput = { alias: string; columns: readonly Pick<Column, "name">[] }
export type ColumnSuggestion = {
  /** The columns the code names, by alias, in the dataset's order. */
  columnsByAlias: Record<string, string[]>
  /** What in the code may read columns without naming them, e.g. `describe()`: reasons to load all. */
  readsAll: string[]
}

/** Reads of a whole table: what they touch cannot be told from the names in the code. */
const WHOLE_TABLE =
  /\.(?:describe|select_dtypes|corr|cov|melt|info|to_numpy|to_dict|itertuples|iterrows)\s*\(|\.(?:columns|dtypes|values|iloc)\b|\breturn\s+dataset\s*$|numeric_only/gm
const EXPRESSION_CALL = /\.(?:query|eval|sql|execute)\s*\(\s*$|\bsql\s*\(\s*$/

/**
 * The columns that Python code names: as strings, as attributes, and within query() or SQL text.
 * A hint for the author to confirm, never a fact: a name may be put together at run time.
 */
export function suggestColumns(source: string, inputs: readonly SuggestionInput[]): ColumnSuggestion {
  const pieces = splitPython(source)
  const isNamed = namedIn(pieces)
  const columnsByAlias = Object.fromEntries(
    inputs.map(({ alias, columns }) => [alias, columns.map(({ name }) => name).filter(isNamed)]),
  )
  const readsAll = [...pieces.code.matchAll(WHOLE_TABLE)].map(([text]) => text.replace(/\s*\($/, "()").trim())
  return { columnsByAlias, readsAll: [...new Set(readsAll)] }
}

function namedIn({ code, strings }: PythonPieces): (name: string) => boolean {
  const quoted = new Set(strings.map(({ text }) => text))
  // `.count(` is pandas' method even where a column has that name.
  const attributes = new Set(
    [...code.matchAll(/\.\s*([\p{L}_][\p{L}\p{N}_]*)(?!\s*\(|[\p{L}\p{N}_])/gu)].map(([, name]) => name ?? ""),
  )
  const expressions = strings.filter(({ before }) => EXPRESSION_CALL.test(before)).map(({ text }) => text)
  return (name) => quoted.has(name) || attributes.has(name) || expressions.some((text) => mentions(text, name))
}

function mentions(expression: string, name: string): boolean {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${word}(?![\p{L}\p{N}_])`, "u").test(expression)
}
