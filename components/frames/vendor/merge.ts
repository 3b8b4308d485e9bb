type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Deep merge of plain objects; `over` wins, arrays are replaced whole. */
export function merge(base: Fields, over: Fields): Fields {
  const merged: Fields = { ...base }
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name]
    merged[name] = isFields(below) && isFields(value) ? merge(below, value) : value
  }
  return merged
}
