"use client"

import { Combobox, type ComboboxOption } from "#components/ui/combobox.tsx"
import { Field } from "#components/ui/field.tsx"
import type { Inspection } from "#lib/domain/job-contract.ts"

type SortFieldProps = {
  /** A column's name; null: as they come; undefined: by the main date, where that pays. */
  value: string | null | undefined
  inspection: Inspection | null
  onChange: (sortBy: string | null | undefined) => void
}

const AUTO = "auto"
const AS_THEY_COME = "as-they-come"
const BY = "by:"

/** In which order the rows are kept: what filters by date read fast. */
export function SortField({ value, inspection, onChange }: SortFieldProps) {
  const candidates = inspection?.sortCandidates ?? []
  const names = inspection?.columns.map(({ name }) => name) ?? []
  const [main] = candidates
  const options: ComboboxOption<string>[] = [
    { value: AUTO, label: main === undefined ? "As they come (detected)" : `By ${main}, where it helps (detected)` },
    { value: AS_THEY_COME, label: "As they come" },
    ...[...candidates, ...names.filter((name) => !candidates.includes(name))].map((name) => ({
      value: BY + name,
      label: `By ${name}`,
    })),
  ]
  const chosen = value === undefined ? AUTO : value === null ? AS_THEY_COME : BY + value
  const choose = (next: string) =>
    onChange(next === AUTO ? undefined : next === AS_THEY_COME ? null : next.slice(BY.length))
  return (
    <Field label="Order of rows">
      {({ id, "aria-describedby": describedBy }) => (
        <Combobox
          id={id}
          aria-describedby={describedBy}
          label="Order of rows"
          options={options}
          value={chosen}
          onValueChange={choose}
          searchPlaceholder="Search columns"
        />
      )}
    </Field>
  )
}
