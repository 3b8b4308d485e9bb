"use client"

import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import type { ValuesSource } from "#lib/browser/use-filter-values.ts"
import { CategoryValue, DateRangeValue, NumberRangeValue, type Filter, type FilterValue } from "#lib/domain/filter.ts"
import { CategoryInput } from "./category-input.tsx"
import { DateRangeInput } from "./date-range-input.tsx"
import { NumberRangeInput } from "./number-range-input.tsx"

type FilterInputProps = {
  filter: Filter
  source: ValuesSource
  value: FilterValue | null
  onChange: (value: FilterValue | null) => void
  autoFocus?: boolean
  /** One choice settled it: the panel around may close. */
  onChosen?: () => void
}

/** The control that sets a filter, by the filter's type. */
export function FilterInput({ filter, source, value, onChange, autoFocus, onChosen }: FilterInputProps) {
  switch (filter.type) {
    case "category":
      return (
        <CategoryInput
          label={filter.label}
          source={source}
          multi={filter.multi !== false}
          value={CategoryValue.safeParse(value).data ?? null}
          onChange={onChange}
          autoFocus={autoFocus}
          onChosen={onChosen}
        />
      )
    case "date_range":
      return (
        <DateRangeInput value={DateRangeValue.safeParse(value).data ?? null} onChange={onChange} onChosen={onChosen} />
      )
    case "number_range":
      return (
        <div className="p-3">
          <NumberRangeInput
            source={source}
            value={NumberRangeValue.safeParse(value).data ?? null}
            onChange={onChange}
          />
        </div>
      )
    case "text":
      return (
        <div className="w-64 p-3">
          <Field label="Contains" hint="Upper and lower case are the same">
            {(control) => (
              <Input
                {...control}
                autoFocus={autoFocus}
                value={typeof value === "string" ? value : ""}
                onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
              />
            )}
          </Field>
        </div>
      )
  }
}
