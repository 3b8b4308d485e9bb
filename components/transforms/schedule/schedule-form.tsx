"use client"

import { useState } from "react"
import { Checkbox } from "#components/ui/checkbox.tsx"
import { Combobox } from "#components/ui/combobox.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { useTimeZone } from "#lib/browser/use-time-zone.ts"
import type { Transform } from "#lib/domain/transform.ts"
import { NextRuns } from "./next-runs.tsx"
import { PlanFields } from "./plan-fields.tsx"
import { useNextInstants } from "./use-next-instants.ts"

type Schedule = NonNullable<Transform["schedule"]>
type ScheduleFormProps = {
  schedule: Schedule | null
  trigger: Transform["trigger"]
  onScheduleChange: (schedule: Schedule | null) => void
  onTriggerChange: (trigger: Transform["trigger"]) => void
  readOnly: boolean
}

const FIRST_CRON = "0 6 * * *"

/** When a transform runs without anybody asking it to. */
export function ScheduleForm({ schedule, trigger, onScheduleChange, onTriggerChange, readOnly }: ScheduleFormProps) {
  const timezone = useTimeZone()
  // Turned off and on again, it is what it was.
  const [last, setLast] = useState<Schedule | null>(schedule)
  const turn = (isOn: boolean) => {
    setLast(schedule)
    onScheduleChange(isOn ? (last ?? { cron: FIRST_CRON, timezone }) : null)
  }
  return (
    <section aria-label="When it runs" className="flex flex-col gap-3">
      <h2 className="text-13 font-semibold">When it runs</h2>
      <Checkbox
        label="When an input changes"
        hint="Half a minute after the last change."
        checked={trigger !== null}
        onCheckedChange={(isOn) => onTriggerChange(isOn ? "on_input_change" : null)}
        disabled={readOnly}
      />
      <Checkbox label="On a schedule" checked={schedule !== null} onCheckedChange={turn} disabled={readOnly} />
      {schedule ? (
        <ScheduleFields schedule={schedule} onChange={onScheduleChange} readOnly={readOnly} />
      ) : (
        trigger === null && <p className="text-12 text-muted">Otherwise it runs only by hand.</p>
      )}
    </section>
  )
}

type ScheduleFieldsProps = { schedule: Schedule; onChange: (schedule: Schedule) => void; readOnly: boolean }

function ScheduleFields({ schedule, onChange, readOnly }: ScheduleFieldsProps) {
  const next = useNextInstants(schedule)
  return (
    <div className="flex flex-col gap-3 rounded-panel border p-3">
      <PlanFields cron={schedule.cron} onChange={(cron) => onChange({ ...schedule, cron })} readOnly={readOnly} />
      <Field
        label="As five fields"
        hint="Minute, hour, day of the month, month, day of the week."
        error={next.state === "wrong" ? next.message : undefined}
      >
        {(control) => (
          <Input
            {...control}
            value={schedule.cron}
            readOnly={readOnly}
            maxLength={200}
            spellCheck={false}
            className="font-mono text-12"
            onChange={(event) => onChange({ ...schedule, cron: event.target.value })}
          />
        )}
      </Field>
      <TimeZoneField
        value={schedule.timezone}
        onChange={(timezone) => onChange({ ...schedule, timezone })}
        readOnly={readOnly}
      />
      <NextRuns next={next} timezone={schedule.timezone} />
    </div>
  )
}

function TimeZoneField({
  value,
  onChange,
  readOnly,
}: {
  value: string
  onChange: (zone: string) => void
  readOnly: boolean
}) {
  const zones = [...new Set([value, "UTC", ...Intl.supportedValuesOf("timeZone")])]
  return (
    <Field label="Time zone">
      {(control) => (
        <Combobox
          id={control.id}
          label="Time zone"
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          value={value}
          onValueChange={onChange}
          searchPlaceholder="Search by city"
          disabled={readOnly}
        />
      )}
    </Field>
  )
}
