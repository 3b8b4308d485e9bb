import { classNames } from "#components/ui/class-names.ts"
import type { Column } from "#lib/domain/column.ts"
import type { ColumnProfile } from "#lib/domain/job-contract.ts"
import { isNumeric, typeWords } from "../format-cell.ts"
import { ColumnBars, NullBar } from "./column-bars.tsx"

type ColumnHeaderProps = {
  column: Column
  profile: ColumnProfile | undefined
  rowCount: number
  description: string | undefined
}

export const COLUMN_HEADER_PX = 74

/** A column's head in the grid: name, type, how its values are spread, and how much of it is empty. */
export function ColumnHeader({ column, profile, rowCount, description }: ColumnHeaderProps) {
  const isRight = isNumeric(column.type)
  return (
    <div
      className={classNames("flex h-full flex-col justify-end gap-1 px-3 pb-1.5", isRight && "items-end")}
      title={description ? `${column.name}: ${description}` : column.name}
    >
      <span className="max-w-full truncate text-12 font-medium">{column.name}</span>
      <span className="max-w-full truncate text-11 text-muted">{typeWords(column.type)}</span>
      {profile ? (
        <>
          <ColumnBars profile={profile} className="h-4 w-full shrink-0" />
          <NullBar share={rowCount > 0 ? profile.nullCount / rowCount : 0} />
          <span className="sr-only">{profile.nullCount} empty</span>
        </>
      ) : (
        <div aria-hidden className="h-[22px]" />
      )}
    </div>
  )
}
