/**
 * Cells of text as one line of a CSV file, without its end: quoted where they must be, and guarded by an apostrophe
 * where a spreadsheet would run them as a formula.
 */
export const csvLine = (cells: readonly string[]): string => cells.map(csvText).join(",")

/** One cell of text. Numbers need no guard: write them as they are. */
export const csvText = (text: string): string => quoted(guarded(text))

const FORMULA_START = /^[=+\-@\t\r]/
const guarded = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text)

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
