"use client"

import { useState } from "react"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Select } from "#components/ui/select.tsx"
import { cronOf, DAYS, MINUTES, planEvery, planOf, type Every, type Plan } from "./plan.ts"

const EVERY: readonly { value: Every; label: string }[] = [
  { value: "minutes", label: "Every few minutes" },
  { value: "hour", label: "Every hour" },
  { value: "day", label: "Every day" },
  { value: "weekday", label: "Monday to Friday" },
  { value: "week", label: "Every week" },
  { value: "month", label: "Every month" },
  { value: "custom", label: "As written below" },
]
const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => index + 1)

type PlanFieldsProps = { cron: string; onChange: (cron: string) => void; readOnly: boolean }

/** The usual schedules, without their five fields having to be known. */
export function PlanFields({ cron, onChange, readOnly }: PlanFieldsProps) {
  const [isCustom, setIsCustom] = useState(false)
  const said = planOf(cron)
  const plan: Plan = isCustom ? { every: "custom" } : said
  const choose = (next: Plan) => {
    setIsCustom(next.every === "custom")
    const fields = cronOf(next)
    if (fields !== null) onChange(fields)
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Field label="How often" className="basis-full">
        {(control) => (
          <Select
            {...control}
            disabled={readOnly}
            options={EVERY}
            value={plan.every}
            onValueChange={(every) => choose(planEvery(every, plan))}
          />
        )}
      </Field>
      <Detail plan={plan} onChange={choose} readOnly={readOnly} />
    </div>
  )
}

function Detail({ plan, onChange, readOnly }: { plan: Plan; onChange: (plan: Plan) => void; readOnly: boolean }) {
  switch (plan.every) {
    case "minutes":
      return (
        <NumberField
          label="Minutes"
          value={plan.minutes}
          options={MINUTES}
          onChange={(minutes) => onChange({ ...plan, minutes })}
          readOnly={readOnly}
        />
      )
    case "hour":
      return (
        <Field label="At minute" className="min-w-20 flex-1">
          {(control) => (
            <Input
              {...control}
              type="number"
              min={0}
              max={59}
              readOnly={readOnly}
              value={plan.minute}
              onChange={({ target }) => {
                const minute = Math.trunc(target.valueAsNumber)
                if (minute >= 0 && minute <= 59) onChange({ ...plan, minute })
              }}
            />
          )}
        </Field>
      )
    case "day":
    case "weekday":
      return <TimeField at={plan.at} onChange={(at) => onChange({ ...plan, at })} readOnly={readOnly} />
    case "week":
      return (
        <>
          <Field label="On" className="min-w-24 flex-1">
            {(control) => (
              <Select
                {...control}
                disabled={readOnly}
                options={DAYS.map((label, day) => ({ value: String(day), label }))}
                value={String(plan.day)}
                onValueChange={(day) => onChange({ ...plan, day: Number(day) })}
              />
            )}
          </Field>
          <TimeField at={plan.at} onChange={(at) => onChange({ ...plan, at })} readOnly={readOnly} />
        </>
      )
    case "month":
      return (
        <>
          <NumberField
            label="On day"
            value={plan.day}
            options={MONTH_DAYS}
            onChange={(day) => onChange({ ...plan, day })}
            readOnly={readOnly}
          />
          <TimeField at={plan.at} onChange={(at) => onChange({ ...plan, at })} readOnly={readOnly} />
        </>
      )
    case "custom":
      return null
  }
}

type NumberFieldProps = {
  label: string
  value: number
  options: readonly number[]
  onChange: (value: number) => void
  readOnly: boolean
}

function NumberField({ label, value, options, onChange, readOnly }: NumberFieldProps) {
  return (
    <Field label={label} className="min-w-20 flex-1">
      {(control) => (
        <Select
          {...control}
          disabled={readOnly}
          options={options.map((option) => ({ value: String(option), label: option }))}
          value={String(value)}
          onValueChange={(chosen) => onChange(Number(chosen))}
        />
      )}
    </Field>
  )
}

function TimeField({ at, onChange, readOnly }: { at: string; onChange: (at: string) => void; readOnly: boolean }) {
  return (
    <Field label="At" className="min-w-28 flex-1">
      {(control) => (
        <Input
          {...control}
          type="time"
          readOnly={readOnly}
          value={at}
          // Emptied, it keeps the time it had.
          onChange={({ target }) => target.value !== "" && onChange(target.value)}
        />
      )}
    </Field>
  )
}
