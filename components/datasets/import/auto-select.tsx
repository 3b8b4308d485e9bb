import { Field } from "#components/ui/field.tsx"
import { Select } from "#components/ui/select.tsx"

type AutoSelectProps<Value extends string> = {
  label: string
  /** Undefined: found out from the file. */
  value: Value | undefined
  /** What was found, in words; null while nothing is known. */
  found: string | null
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value | undefined) => void
  className?: string
}

const AUTO = "auto"

/** One of a few, or what is found in the file. */
export function AutoSelect<Value extends string>({
  label,
  value,
  found,
  options,
  onChange,
  className,
}: AutoSelectProps<Value>) {
  const choices = [
    { value: AUTO, label: found === null ? "Detect" : value === undefined ? `${found} (detected)` : "Detect" },
    ...options,
  ]
  return (
    <Field label={label} className={className ?? ""}>
      {(control) => (
        <Select
          {...control}
          value={value ?? AUTO}
          options={choices}
          onValueChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value)}
        />
      )}
    </Field>
  )
}
