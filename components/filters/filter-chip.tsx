"use client"

import { ChevronDown } from "lucide-react"
import { useState } from "react"
import { buttonClassName } from "#components/ui/button.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { Popover } from "#components/ui/popover.tsx"
import type { ValuesSource } from "#lib/browser/use-filter-values.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Filter, FilterValue } from "#lib/domain/filter.ts"
import { FilterInput } from "./filter-input.tsx"
import { filterWords } from "./filter-words.ts"

type FilterChipProps = {
  filter: Filter
  source: ValuesSource
  value: FilterValue | null
  onChange: (value: FilterValue | null) => void
}

/** A filter in the bar: what it is set to, and the way to change it. */
export function FilterChip({ filter, source, value, onChange }: FilterChipProps) {
  const [open, setOpen] = useState(false)
  const locale = useLocale()
  const words = filterWords(filter, value, locale)
  const change = (next: FilterValue | null) => {
    // A required filter always holds something; clearing it means nothing.
    if (next === null && filter.required) return
    onChange(next)
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={filter.label}
      className={classNames("p-0", filter.type === "category" && "w-72")}
      trigger={
        <button
          type="button"
          title={`${filter.label}: ${words ?? "all"}`}
          className={classNames(
            buttonClassName("secondary", "medium"),
            "max-w-72 px-2.5 font-normal max-sm:max-w-full",
            words !== null && "border-accent bg-accent-soft text-accent-text hover:bg-accent-soft",
          )}
        >
          <span className={classNames("min-w-8 truncate", words === null && "text-ink")}>{filter.label}</span>
          <span className={classNames("max-w-3/5 shrink-0 truncate", words === null ? "text-muted" : "font-medium")}>
            {words ?? "all"}
          </span>
          <ChevronDown aria-hidden className="size-3.5! opacity-60" />
        </button>
      }
    >
      <FilterInput
        filter={filter}
        source={source}
        value={value}
        onChange={change}
        autoFocus
        onChosen={() => setOpen(false)}
      />
    </Popover>
  )
}
