import type { Column } from "#lib/domain/column.ts"
import { typeWords } from "./format-cell.ts"

export function ColumnList({ columns }: { columns: readonly Column[] }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-6">
      {columns.map(({ name, type }) => (
        <li key={name} className="flex min-w-0 items-baseline justify-between gap-3 border-b py-1.5">
          <span className="truncate font-mono text-12" title={name}>
            {name}
          </span>
          <span className="shrink-0 text-12 text-muted">{typeWords(type)}</span>
        </li>
      ))}
    </ul>
  )
}
