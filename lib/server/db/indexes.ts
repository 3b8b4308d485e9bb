import "server-only"

/** The table's own key, of attributes whose case matters. */
export const primaryKey = <const P extends string, const S extends string = never>(
  partition: readonly P[],
  sort: readonly S[] = [],
) => ({ pk: keyPart("pk", partition), sk: keyPart("sk", sort) })

/** One of the table's two secondary indexes (eventually consistent). Entities with the same keys tell apart by `scope`. */
export const secondaryIndex = <
  const I extends "gsi1" | "gsi2",
  const P extends string = never,
  const S extends string = never,
>(
  index: I,
  partition: readonly P[],
  sort: readonly S[],
  scope?: string,
) => ({
  index,
  ...(scope !== undefined && { scope }),
  pk: keyPart(`${index}pk`, partition),
  sk: keyPart(`${index}sk`, sort),
})

const keyPart = <const F extends string, const A extends string>(field: F, composite: readonly A[]) =>
  ({ field, composite, casing: "none" }) as const
