/** The one text of a value as JSON: the order of an object's keys means nothing, that of a list does. */
export const canonicalJson = (value: object): string =>
  JSON.stringify(value, (_, member: unknown) => (isRecord(member) ? sorted(member) : member))

const isRecord = (member: unknown): member is Record<string, unknown> =>
  typeof member === "object" && member !== null && !Array.isArray(member)

const sorted = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))
