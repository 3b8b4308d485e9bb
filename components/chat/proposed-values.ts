import { type Filter, type FilterValue, type FilterValues, valueSchemaOf } from "#lib/domain/filter.ts"

/** The proposed values that fit the page's filters as they are now: these may have changed since the proposal. */
export function proposedValues(
  definitions: readonly Filter[],
  proposed: FilterValues,
): Record<string, FilterValue | null> {
  const values: Record<string, FilterValue | null> = {}
  for (const { id, type } of definitions) {
    if (!Object.hasOwn(proposed, id)) continue
    const parsed = valueSchemaOf(type).nullable().safeParse(proposed[id])
    if (parsed.success) values[id] = parsed.data
  }
  return values
}
