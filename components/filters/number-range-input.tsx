"use client"

import { useState } from "react"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { useFilterValues, type ValuesSource } from "#lib/browser/use-filter-values.ts"
import { useLocale } from "#lib/browser/use-locale.ts"

type NumberRange = { min?: number; max?: number }

type NumberRangeInputProps = {
  source: ValuesSource
  /** null = no restriction. */
  value: NumberRange | null
  onChange: (value: NumberRange | null) => void
}

/** Two bounds, both included; what the data spans stands in the empty fields. */
export function NumberRangeInput({ source, value, onChange }: NumberRangeInputProps) {
  const locale = useLocale()
  const { data } = useFilterValues(source, "", true)
  const [draft, setDraft] = useState({ min: textOf(value?.min), max: textOf(value?.max) })
  const isReversed = draft.min !== "" && draft.max !== "" && Number(draft.min) > Number(draft.max)

  const type = (next: { min: string; max: string }) => {
    setDraft(next)
    if (next.min !== "" && next.max !== "" && Number(next.min) > Number(next.max)) return
    if (next.min === "" && next.max === "") onChange(null)
    else
      onChange({
        ...(next.min === "" ? {} : { min: Number(next.min) }),
        ...(next.max === "" ? {} : { max: Number(next.max) }),
      })
  }
  const hint = (bound: unknown) => (typeof bound === "number" ? bound.toLocaleString(locale) : undefined)

  return (
    <div className="flex w-72 gap-3">
      <Field label="At least">
        {(control) => (
          <Input
            {...control}
            type="number"
            step="any"
            inputMode="decimal"
            placeholder={hint(data?.min)}
            value={draft.min}
            onChange={(event) => type({ ...draft, min: event.target.value })}
          />
        )}
      </Field>
      <Field label="At most" error={isReversed ? "Below the lower bound." : undefined}>
        {(control) => (
          <Input
            {...control}
            type="number"
            step="any"
            inputMode="decimal"
            placeholder={hint(data?.max)}
            value={draft.max}
            onChange={(event) => type({ ...draft, max: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

const textOf = (bound: number | undefined) => (bound === undefined ? "" : String(bound))
