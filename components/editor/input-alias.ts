import type { CardDataset } from "#lib/domain/card.ts"

/** The datasets, with one more under an alias made of its name. */
export const withInput = (
  inputs: readonly CardDataset[],
  { id, name }: { id: CardDataset["datasetId"]; name: string },
): CardDataset[] => [
  ...inputs,
  {
    alias: aliasFor(
      name,
      inputs.map(({ alias }) => alias),
    ),
    datasetId: id,
  },
]

/** Why an alias can't be; null when it can. */
export function aliasProblem(alias: string, others: readonly string[]): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(alias)) return "Letters, digits and _ only, not beginning with a digit."
  return others.includes(alias) ? "Another dataset here has that name." : null
}

/** A name Python could use, not taken yet: `Daily orders 2024` → `daily_orders_2024`. */
export function aliasFor(datasetName: string, taken: readonly string[]): string {
  const letters = datasetName
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 40)
  const alias = /^[a-z]/.test(letters) ? letters : `data${letters ? `_${letters}` : ""}`
  if (!taken.includes(alias)) return alias
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${alias}_${number}`)) return `${alias}_${number}`
  }
}
