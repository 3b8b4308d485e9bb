/** The words of SQL that can't name a table or column without quotes, and that a dataset or column may well be called. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "all analyse analyze and any array as asc asymmetric at both case cast check collate column constraint create default " +
    "deferrable desc describe distinct do else end except false fetch for foreign from group having in initially " +
    "intersect into lambda lateral leading limit not null offset on only or order pivot pivot_longer pivot_wider " +
    "placing primary qualify references returning select show some summarize symmetric table then to trailing true " +
    "union unique unpivot using variadic when where window with"
  ).split(" "),
)

/** A name as SQL takes it: bare where it can be, else in double quotes. */
export function sqlIdentifier(name: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase())
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`
}
