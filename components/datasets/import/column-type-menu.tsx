"use client"

import { ChevronDown } from "lucide-react"
import { useState } from "react"
import { DropdownMenu, MenuChoice } from "#components/ui/dropdown-menu.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { ColumnType, type Column } from "#lib/domain/column.ts"
import { isNumeric, typeWords } from "../format-cell.ts"

type ColumnTypeMenuProps = {
  column: Column
  /** The type that was chosen; undefined: the one that was found. */
  chosen: ColumnType | undefined
  hasFailed: boolean
  onChange: (type: ColumnType | undefined) => void
}

const FOUND = "found"

/** A column's head: its name, and its type as a menu. */
export function ColumnTypeMenu({ column, chosen, hasFailed, onChange }: ColumnTypeMenuProps) {
  const [open, setOpen] = useState(false)
  return (
    <div
      className={classNames(
        "flex h-full flex-col justify-center px-1.5",
        isNumeric(column.type) && "items-end",
        hasFailed && "bg-negative-soft",
      )}
    >
      <span className="max-w-full truncate px-1.5 text-12 font-medium" title={column.name}>
        {column.name}
      </span>
      <DropdownMenu
        align="start"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button
            type="button"
            aria-label={`Type of ${column.name}: ${typeWords(chosen ?? column.type)}`}
            className={classNames(
              "touch-target flex h-6 max-w-full items-center gap-0.5 rounded-control px-1.5 text-11 hover:bg-surface-active",
              chosen === undefined ? "text-muted" : "text-accent-text",
            )}
          >
            <span className="truncate">{typeWords(chosen ?? column.type)}</span>
            <ChevronDown aria-hidden className="size-3 shrink-0" />
          </button>
        }
      >
        <MenuChoice
          label="Type"
          value={chosen ?? FOUND}
          onValueChange={(value) => {
            const type = ColumnType.safeParse(value)
            setOpen(false)
            onChange(type.success ? type.data : undefined)
          }}
          options={[
            { value: FOUND, label: chosen === undefined ? `Found: ${typeWords(column.type)}` : "As found" },
            ...ColumnType.options.map((type) => ({ value: type, label: typeWords(type) })),
          ]}
        />
      </DropdownMenu>
    </div>
  )
}
