import "server-only"

/** Batch reads answer in any order: this gives the items in the order of the ids they were asked for by, each once. */
export function inOrderOf<Id extends string, Item extends { id: Id }>(
  ids: readonly Id[],
  items: readonly Item[],
): Item[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
}
