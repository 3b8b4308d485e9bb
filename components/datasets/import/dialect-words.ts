import type { DateOrder, Inspection, TextEncoding } from "#lib/domain/job-contract.ts"

const ENCODING: Record<TextEncoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16 (little endian)",
  "utf-16be": "UTF-16 (big endian)",
  cp932: "Japanese (Shift_JIS, CP932)",
  euc_jp: "Japanese (EUC-JP)",
  "windows-1252": "Western European (Windows-1252)",
  "iso-8859-1": "Western European (ISO 8859-1)",
  gb18030: "Chinese (GB 18030)",
}
const DELIMITER: Record<string, string> = { ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar" }
const DECIMAL = { ".": "Point (1.5)", ",": "Comma (1,5)" }
const DATE_ORDER: Record<DateOrder, string> = { day_first: "Day first (31/1)", month_first: "Month first (1/31)" }

export const encodingWords = (encoding: TextEncoding): string => ENCODING[encoding]
export const delimiterWords = (delimiter: string): string => DELIMITER[delimiter] ?? `“${delimiter}”`
export const decimalWords = (decimal: "." | ","): string => DECIMAL[decimal]
export const dateOrderWords = (order: DateOrder): string => DATE_ORDER[order]

export const ENCODING_OPTIONS = optionsOf(ENCODING)
export const DELIMITER_OPTIONS = Object.entries(DELIMITER).map(([value, label]) => ({ value, label }))
export const DECIMAL_OPTIONS = optionsOf(DECIMAL)
export const DATE_ORDER_OPTIONS = optionsOf(DATE_ORDER)

function optionsOf<Value extends string>(words: Record<Value, string>): { value: Value; label: string }[] {
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }))
}

/** Where the names of columns were found: "Line 3", or that there are none. */
export function headerWords({ dialect }: Pick<Inspection, "dialect">): string | null {
  if (dialect === null) return null
  return dialect.header ? `Line ${dialect.skipLines + 1}` : "No names"
}
