"use client"

import { Command } from "cmdk"
import { Check, Search } from "lucide-react"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { menuItemClassName } from "#components/ui/menu-class-name.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useFilterValues, type ValuesSource } from "#lib/browser/use-filter-values.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Cell } from "#lib/domain/column.ts"
import { categoryWords } from "./filter-words.ts"

type CategoryInputProps = {
  label: string
  source: ValuesSource
  multi: boolean
  /** null = no restriction. */
  value: readonly Cell[] | null
  onChange: (value: Cell[] | null) => void
  /** Whether the search takes the focus at once. */
  autoFocus?: boolean
  /** A single choice was made. */
  onChosen?: () => void
}

/** Searches a column's values and ticks some of them. */
export function CategoryInput({
  label,
  source,
  multi,
  value,
  onChange,
  autoFocus = false,
  onChosen,
}: CategoryInputProps) {
  const [search, setSearch] = useState("")
  const locale = useLocale()
  const { data, error, isPending, isPlaceholderData } = useFilterValues(source, search, true)
  const chosen = value ?? []
  const isChosen = (candidate: Cell) => chosen.includes(candidate)
  const found = data?.values ?? []
  // What is chosen stays in reach when the search, or the data, no longer shows it.
  const elsewhere = search === "" ? chosen.filter((cell) => !found.some((option) => option.value === cell)) : []
  const options = [...elsewhere.map((cell) => ({ value: cell, count: null })), ...found]
  const unshown = (data?.totalValues ?? 0) - found.length

  const toggle = (cell: Cell) => {
    if (!multi) {
      onChange(isChosen(cell) ? null : [cell])
      onChosen?.()
      return
    }
    const next = isChosen(cell) ? chosen.filter((other) => other !== cell) : [...chosen, cell]
    onChange(next.length === 0 ? null : next)
  }

  return (
    <Command label={label} shouldFilter={false} className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2 border-b px-3">
        <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
        <Command.Input
          autoFocus={autoFocus}
          value={search}
          onValueChange={setSearch}
          placeholder={`Search ${label.toLowerCase()}…`}
          className="h-9 w-full bg-transparent outline-none pointer-coarse:h-11 pointer-coarse:text-16"
        />
      </div>
      <Command.List
        className={classNames("max-h-64 overflow-y-auto p-1", isPlaceholderData && "opacity-60")}
        aria-busy={isPending || isPlaceholderData}
      >
        {isPending && <Command.Loading className="px-2 py-3 text-muted">Reading the values…</Command.Loading>}
        {error !== null && <p className="px-2 py-3 text-negative">{errorMessage(error)}</p>}
        {!isPending && error === null && (
          <Command.Empty className="px-2 py-3 text-muted">Nothing matches.</Command.Empty>
        )}
        {options.map(({ value: cell, count }) => (
          <Command.Item
            key={`${typeof cell} ${cell}`}
            value={`${typeof cell} ${cell}`}
            onSelect={() => toggle(cell)}
            aria-checked={isChosen(cell)}
            className={menuItemClassName}
          >
            <span
              aria-hidden
              className={classNames(
                "flex size-4 shrink-0 items-center justify-center border border-line-control",
                multi ? "rounded-[4px]" : "rounded-full",
                isChosen(cell) && "border-accent bg-accent text-on-accent",
              )}
            >
              {isChosen(cell) && <Check strokeWidth={3} className="size-3!" />}
            </span>
            <span
              className={classNames("min-w-0 flex-1 truncate", (cell === null || cell === "") && "text-muted italic")}
            >
              {categoryWords(cell)}
            </span>
            {count !== null && (
              <span className="shrink-0 text-12 text-muted tabular">{count.toLocaleString(locale)}</span>
            )}
          </Command.Item>
        ))}
      </Command.List>
      <div className="flex min-h-9 items-center justify-between gap-2 border-t py-1 pr-1 pl-3 text-12 text-muted">
        <span>{data ? countWords(found.length, unshown, locale) : ""}</span>
        {value !== null && (
          <Button size="small" variant="quiet" onClick={() => onChange(null)}>
            Clear
          </Button>
        )}
      </div>
    </Command>
  )
}

function countWords(shown: number, unshown: number, locale: string): string {
  if (unshown > 0) return `${unshown.toLocaleString(locale)} more: search for them`
  return shown === 1 ? "1 value" : `${shown.toLocaleString(locale)} values`
}
