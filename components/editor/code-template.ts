import type { Column, ColumnType } from "#lib/domain/column.ts"

/** A dataset as templates and completion see it. */
export type TemplateInput = { alias: string; columns: readonly Column[] }

/** A first draft of code, written for the data at hand. */
export type CodeTemplate = {
  id: string
  name: string
  description: string
  codeFor: (inputs: readonly TemplateInput[]) => string
}

const NUMBERS: readonly ColumnType[] = ["double", "int64", "decimal"]
const TIMES: readonly ColumnType[] = ["date", "timestamp", "timestamptz"]
const IDENTIFIER = /(^|[_\s])(id|key|code|zip|lat|lon|latitude|longitude|year|index)$/i

export type NotableColumns = {
  date: string | undefined
  category: string | undefined
  /** Measures before ids. */
  numbers: Column[]
}

/** The columns a first draft would be about. */
export const notableColumns = (columns: readonly Column[]): NotableColumns => ({
  date: columns.find(({ type }) => TIMES.includes(type))?.name,
  category: columns.find(({ type }) => type === "string")?.name ?? columns.find(({ type }) => type === "boolean")?.name,
  numbers: columns
    .filter(({ type }) => NUMBERS.includes(type))
    .toSorted((a, b) => Number(IDENTIFIER.test(a.name)) - Number(IDENTIFIER.test(b.name))),
})

/** A Python string literal: JSON's escapes mean the same there. */
export const pythonString = (text: string): string => JSON.stringify(text)
