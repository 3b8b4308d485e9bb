"use client"

import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { menuItemClassName } from "#components/ui/menu-class-name.ts"
import { RelativeRange, type DateRangeValue } from "#lib/domain/filter.ts"
import type { z } from "zod"
import { useState } from "react"
import { RELATIVE_WORDS } from "./filter-words.ts"

type DateRange = z.infer<typeof DateRangeValue>

type DateRangeInputProps = {
  /** null = no restriction. */
  value: DateRange | null
  onChange: (value: DateRange | null) => void
  /** A period was chosen from the list. */
  onChosen?: () => void
}

/** A period by name, or two dates, both included. */
export function DateRangeInput({ value, onChange, onChosen }: DateRangeInputProps) {
  const relative = value && "relative" in value ? value.relative : null
  const absolute = value && !("relative" in value) ? value : null
  // Half-typed or reversed dates are kept here until they make sense.
  const [draft, setDraft] = useState({ start: absolute?.start ?? "", end: absolute?.end ?? "" })
  const isReversed = draft.start !== "" && draft.end !== "" && draft.start > draft.end

  const type = (next: { start: string; end: string }) => {
    setDraft(next)
    if (next.start && next.end && next.start > next.end) return
    if (!next.start && !next.end) onChange(null)
    else onChange({ ...(next.start ? { start: next.start } : {}), ...(next.end ? { end: next.end } : {}) })
  }

  return (
    <div className="flex max-sm:flex-col">
      <div role="group" aria-label="Periods" className="grid grid-cols-2 gap-px p-1 sm:w-64 sm:border-r">
        {RelativeRange.options.map((range) => (
          <button
            key={range}
            type="button"
            aria-pressed={relative === range}
            onClick={() => {
              setDraft({ start: "", end: "" })
              onChange(relative === range ? null : { relative: range })
              onChosen?.()
            }}
            className={classNames(
              menuItemClassName,
              "text-left hover:bg-surface-hover",
              relative === range && "bg-accent-soft font-medium text-accent-text",
            )}
          >
            {RELATIVE_WORDS[range]}
          </button>
        ))}
      </div>
      <div className="flex flex-col gap-3 p-3 sm:w-48">
        <Field label="From">
          {(control) => (
            <Input
              {...control}
              type="date"
              max="9999-12-31"
              value={draft.start}
              onChange={(event) => type({ ...draft, start: event.target.value })}
            />
          )}
        </Field>
        <Field label="To" error={isReversed ? "This is before the first day." : undefined} hint="Both days included">
          {(control) => (
            <Input
              {...control}
              type="date"
              max="9999-12-31"
              value={draft.end}
              onChange={(event) => type({ ...draft, end: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  )
}
