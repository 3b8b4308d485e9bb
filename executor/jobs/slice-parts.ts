/** Descriptors that one card may be given; the zygote refuses more. */
const MAX_FILES = 64
/** Beyond this, files of their own cost more than the columns that cards have in common save. */
const MAX_SINGLE_COLUMNS = 12

/**
 * Which columns of an input lie in which file: each in its own, so that a column several cards read is written once and
 * no card is given one it has not declared. All of a dataset's, or very many, lie in one. null = all.
 */
export function partsOf(columns: string[] | null, inputCount: number): (string[] | null)[] {
  if (columns === null) return [null]
  const distinct = [...new Set(columns)]
  const most = Math.min(MAX_SINGLE_COLUMNS, Math.floor(MAX_FILES / Math.max(1, inputCount)))
  return distinct.length === 0 || distinct.length > most ? [distinct] : distinct.map((name) => [name])
}
