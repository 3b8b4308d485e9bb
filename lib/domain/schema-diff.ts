import { z } from "zod"
import { Column, ColumnType } from "./column.ts"

/** How one table's columns differ from another's. Names are compared as they are; order does not matter. */
export const SchemaDiff = z.object({
  added: z.array(Column),
  removed: z.array(Column),
  changed: z.array(z.object({ name: z.string(), from: ColumnType, to: ColumnType })),
})
export type SchemaDiff = z.infer<typeof SchemaDiff>

/** What became of `before`'s columns in `after`. */
export function diffSchemas(before: readonly Column[], after: readonly Column[]): SchemaDiff {
  const typeBefore = new Map(before.map(({ name, type }) => [name, type]))
  const namesAfter = new Set(after.map(({ name }) => name))
  return {
    added: after.filter(({ name }) => !typeBefore.has(name)),
    removed: before.filter(({ name }) => !namesAfter.has(name)),
    changed: after.flatMap(({ name, type }) => {
      const from = typeBefore.get(name)
      return from && from !== type ? [{ name, from, to: type }] : []
    }),
  }
}

export const isUnchanged = ({ added, removed, changed }: SchemaDiff): boolean =>
  added.length + removed.length + changed.length === 0
