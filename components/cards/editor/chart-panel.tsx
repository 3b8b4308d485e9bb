"use client"

import { Checkbox } from "#components/ui/checkbox.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Select } from "#components/ui/select.tsx"
import type { ChartSpec, ChartType } from "#lib/domain/chart.ts"
import type { Column } from "#lib/domain/column.ts"
import { chartOf, isNumberColumn, partsOf, withChartType, type ChartParts } from "../chart-draft.ts"

type ChartPanelProps = {
  chart: ChartSpec | null
  /** Of the last result; empty before the first. */
  columns: readonly Column[]
  readOnly: boolean
  onChange: (chart: ChartSpec) => void
}

const TYPES: readonly { value: ChartType; label: string }[] = [
  { value: "table", label: "Table" },
  { value: "bar", label: "Bars" },
  { value: "line", label: "Lines" },
  { value: "area", label: "Areas" },
  { value: "scatter", label: "Points" },
  { value: "pie", label: "Pie" },
  { value: "number", label: "Number" },
]
const FORMATS = [
  "number",
  "percent",
  "compact",
  "duration",
  "currency:EUR",
  "currency:USD",
  "currency:GBP",
  "currency:JPY",
]
const FORMAT_WORDS: Record<string, string> = {
  number: "Number",
  percent: "Per cent",
  compact: "Short (1.2M)",
  duration: "Duration, from seconds",
}
// Select has no empty value.
const NONE = "\u0000none"

/** How the rows of a SQL card are drawn. Each change draws anew. */
export function ChartPanel({ chart, columns, readOnly, onChange }: ChartPanelProps) {
  const parts = partsOf(chart)
  const change = (next: Partial<ChartParts>) => onChange(chartOf({ ...parts, ...next }))
  const hasAxes = parts.type !== "table" && parts.type !== "number"
  return (
    <section aria-label="Chart" className="flex flex-col gap-3">
      <Field label="Show as">
        {(control) => (
          <Select
            {...known(control)}
            disabled={readOnly}
            options={TYPES}
            value={parts.type}
            onValueChange={(type) => onChange(chartOf(withChartType(parts, type, columns)))}
          />
        )}
      </Field>
      {parts.type !== "table" && columns.length === 0 && (
        <p className="text-12 text-muted">Run the card to choose among the columns of its result.</p>
      )}
      {hasAxes && (
        <ColumnSelect
          label={
            parts.type === "pie"
              ? "Slices"
              : parts.type === "bar" && parts.horizontal
                ? "Along the side"
                : "Along the bottom"
          }
          columns={columns}
          value={parts.x}
          readOnly={readOnly}
          onChange={(x) => change({ x })}
        />
      )}
      {parts.type === "pie" || parts.type === "number" ? (
        <ColumnSelect
          label={parts.type === "pie" ? "Size" : "Value"}
          columns={parts.type === "pie" ? columns.filter(isNumberColumn) : columns}
          value={parts.y?.[0]}
          readOnly={readOnly}
          onChange={(y) => change({ y: [y] })}
        />
      ) : (
        hasAxes && <Measures parts={parts} columns={columns} readOnly={readOnly} onChange={change} />
      )}
      {hasAxes && parts.type !== "pie" && (
        <Look parts={parts} columns={columns} readOnly={readOnly} onChange={change} />
      )}
      {parts.type === "number" && (
        <NumberLook key={parts.label ?? ""} parts={parts} readOnly={readOnly} onChange={change} />
      )}
    </section>
  )
}

type PartProps = {
  parts: ChartParts
  columns: readonly Column[]
  readOnly: boolean
  onChange: (next: Partial<ChartParts>) => void
}

function Measures({ parts, columns, readOnly, onChange }: PartProps) {
  const chosen = parts.y ?? []
  const numbers = columns.filter(isNumberColumn).map(({ name }) => name)
  const gone = chosen.filter((name) => columns.length > 0 && !numbers.includes(name))
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-12 font-medium">Values</legend>
      {[...numbers, ...gone].map((name) => (
        <Checkbox
          key={name}
          // The last one stays: a chart of nothing is none.
          disabled={readOnly || (chosen.length === 1 && chosen.includes(name))}
          checked={chosen.includes(name)}
          onCheckedChange={(isChosen) =>
            onChange({ y: isChosen ? [...chosen, name] : chosen.filter((other) => other !== name) })
          }
          label={<span className={gone.includes(name) ? "line-through" : ""}>{name}</span>}
        />
      ))}
      {columns.length > 0 && numbers.length === 0 && <p className="text-12 text-muted">The result has no numbers.</p>}
    </fieldset>
  )
}

function Look({ parts, columns, readOnly, onChange }: PartProps) {
  const isStacked = parts.type === "area" ? parts.stacked !== false : parts.stacked === true
  return (
    <>
      <ColumnSelect
        label="Colour by"
        columns={columns.filter(({ name }) => name !== parts.x)}
        value={parts.series}
        none="Nothing"
        readOnly={readOnly}
        onChange={(series) => onChange({ series: series === NONE ? undefined : series })}
      />
      {(parts.type === "bar" || parts.type === "area") && (
        <Checkbox
          label="Stacked"
          disabled={readOnly}
          checked={isStacked}
          onCheckedChange={(stacked) => onChange({ stacked })}
        />
      )}
      {parts.type === "bar" && (
        <Checkbox
          label="Horizontal"
          disabled={readOnly}
          checked={parts.horizontal === true}
          onCheckedChange={(horizontal) => onChange({ horizontal })}
        />
      )}
    </>
  )
}

function NumberLook({ parts, readOnly, onChange }: Omit<PartProps, "columns">) {
  const formats = parts.format && !FORMATS.includes(parts.format) ? [...FORMATS, parts.format] : FORMATS
  return (
    <>
      <Field label="Label" optional>
        {(control) => (
          <Input
            {...control}
            readOnly={readOnly}
            maxLength={200}
            placeholder={parts.y?.[0]}
            defaultValue={parts.label}
            // Once it is whole: a run for every letter would only be in the way.
            onBlur={({ target }) => target.value !== (parts.label ?? "") && onChange({ label: target.value })}
            onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
          />
        )}
      </Field>
      <Field label="Format">
        {(control) => (
          <Select
            {...known(control)}
            disabled={readOnly}
            options={formats.map((value) => ({ value, label: FORMAT_WORDS[value] ?? value.replace("currency:", "") }))}
            value={parts.format ?? "number"}
            onValueChange={(format) => onChange({ format })}
          />
        )}
      </Field>
    </>
  )
}

type ColumnSelectProps = {
  label: string
  columns: readonly Column[]
  value: string | undefined
  /** Offers to choose no column, in these words. */
  none?: string
  readOnly: boolean
  onChange: (name: string) => void
}

function ColumnSelect({ label, columns, value, none, readOnly, onChange }: ColumnSelectProps) {
  const names = columns.map(({ name }) => name).filter((name) => name !== "")
  const options = [
    ...(none ? [{ value: NONE, label: none }] : []),
    ...names.map((name) => ({ value: name, label: name })),
    ...(value && !names.includes(value) ? [{ value, label: value, hint: "not in the result" }] : []),
  ]
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...known(control)}
          disabled={readOnly || options.length === 0}
          options={options}
          value={value ?? (none ? NONE : undefined)}
          onValueChange={onChange}
        />
      )}
    </Field>
  )
}

/** What of a field's ties is there. */
const known = (control: { id: string; "aria-labelledby": string }) => ({
  id: control.id,
  "aria-labelledby": control["aria-labelledby"],
})
