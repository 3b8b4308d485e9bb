"use client"

import { type SubmitEvent, useState } from "react"
import { FilterInput } from "#components/filters/filter-input.tsx"
import { Button } from "#components/ui/button.tsx"
import { Checkbox } from "#components/ui/checkbox.tsx"
import { Combobox } from "#components/ui/combobox.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Select } from "#components/ui/select.tsx"
import type { Filter, FilterType, FilterValue } from "#lib/domain/filter.ts"
import type { DatasetColumns } from "#lib/domain/summaries.ts"
import { newFilterId } from "./dashboard-draft.ts"
import { filterColumns, labelOfColumn } from "./filter-columns.ts"

const TYPES: readonly { value: FilterType; label: string; hint: string }[] = [
  { value: "category", label: "Category", hint: "Some of a column's values" },
  { value: "date_range", label: "Date range", hint: "A period, or two days" },
  { value: "number_range", label: "Number range", hint: "From a least to a most" },
  { value: "text", label: "Text contains", hint: "A part of a text" },
]

type FilterFormProps = {
  /** Null for a new one. */
  filter: Filter | null
  others: readonly Filter[]
  datasets: readonly DatasetColumns[]
  onSave: (filter: Filter) => void
  onCancel: () => void
}

/** What a filter is, which column it works on, and what it starts with. */
export function FilterForm({ filter, others, datasets, onSave, onCancel }: FilterFormProps) {
  const [type, setType] = useState<FilterType>(filter?.type ?? "category")
  const [column, setColumn] = useState(filter?.column ?? "")
  const [label, setLabel] = useState(filter?.label ?? "")
  const [multi, setMulti] = useState(filter?.multi !== false)
  const [initial, setInitial] = useState<FilterValue | null>(filter?.default ?? null)
  const [problem, setProblem] = useState<string | null>(null)
  const columns = filterColumns(datasets, type)
  const chosen = columns.find(({ name }) => name === column)
  // A column that no dataset here has (any more) stays choosable, or editing the label would lose it.
  const options = chosen || column === "" ? columns : [{ name: column, datasetIds: [], datasetNames: [] }, ...columns]

  const changeType = (next: FilterType) => {
    setType(next)
    setInitial(null)
    if (!filterColumns(datasets, next).some(({ name }) => name === column)) setColumn("")
  }
  const changeColumn = (next: string) => {
    if (label === "" || label === labelOfColumn(column)) setLabel(labelOfColumn(next))
    setColumn(next)
    setInitial(null)
  }
  const draft: Filter = {
    ...filter,
    id: filter?.id ?? newFilterId(label || column, others),
    type,
    column,
    label: label.trim(),
    multi: type === "category" ? multi : undefined,
    default: initial ?? undefined,
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    if (column === "") setProblem("Choose the column it works on.")
    else if (label.trim() === "") setProblem("Give the filter a label.")
    else onSave(draft)
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Type">
          {(control) => <Select {...control} options={TYPES} value={type} onValueChange={changeType} />}
        </Field>
        <Field
          label="Column"
          hint={chosen && chosen.datasetNames.length > 1 ? `In ${chosen.datasetNames.join(", ")}` : undefined}
        >
          {({ id, ...control }) => (
            <Combobox
              id={id}
              aria-describedby={control["aria-describedby"]}
              label="Column"
              value={column || undefined}
              onValueChange={changeColumn}
              emptyText="No column of this kind in the datasets of the cards here."
              options={options.map(({ name, datasetNames }) => ({
                value: name,
                label: name,
                hint:
                  datasetNames.length === 0
                    ? "in no dataset here"
                    : datasetNames.length === 1
                      ? datasetNames[0]
                      : `${datasetNames.length} datasets`,
              }))}
            />
          )}
        </Field>
        <Field label="Label">
          {(control) => (
            <Input {...control} maxLength={100} value={label} onChange={(event) => setLabel(event.target.value)} />
          )}
        </Field>
        {type === "category" && (
          <Checkbox
            className="self-end pb-1.5"
            label="Several values at once"
            checked={multi}
            onCheckedChange={setMulti}
          />
        )}
      </div>
      {chosen && (
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-12 font-medium">
            Starts with <span className="font-normal text-muted">(nothing chosen: all rows)</span>
          </legend>
          <div className="w-fit max-w-full rounded-control border">
            <FilterInput
              key={`${type} ${column}`}
              filter={draft}
              source={{ path: `/api/datasets/${chosen.datasetIds[0]}/values`, column }}
              value={initial}
              onChange={setInitial}
            />
          </div>
        </fieldset>
      )}
      {problem !== null && (
        <p role="alert" className="text-12 text-negative">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          Back
        </Button>
        <Button type="submit" variant="primary">
          {filter ? "Keep changes" : "Add filter"}
        </Button>
      </div>
    </form>
  )
}
