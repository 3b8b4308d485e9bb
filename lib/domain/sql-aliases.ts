const MAX_CHARACTERS = 50
/** What DuckDB would take for a part of the statement. */
const RESERVED = new Set(
  "all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default deferrable desc describe distinct do else end except false fetch for foreign from grant group having in initially intersect into lambda lateral leading limit not null offset on only or order pivot placing primary qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot using variadic when where window with values".split(
    " ",
  ),
)

/** What SQL calls datasets of these names: words that need no quotes, no two alike. "Sales 2024 (EU)" is sales_2024_eu. */
export function sqlAliases(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    const words = name
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .slice(0, MAX_CHARACTERS)
      .replaceAll(/^_+|_+$/g, "")
    const base = words === "" || /^\d/.test(words) || RESERVED.has(words) ? `data_${words}`.replace(/_$/, "") : words
    let alias = base
    for (let number = 2; taken.has(alias); number += 1) alias = `${base}_${number}`
    taken.add(alias)
    return alias
  })
}
