import { CircleAlert } from "lucide-react"
import { type ReactNode, useId } from "react"
import { classNames } from "./class-names.ts"

/** To be spread on the control, so that label, hint and error are tied to it. */
export type FieldControl = {
  id: string
  "aria-labelledby": string
  "aria-describedby": string | undefined
  "aria-invalid": boolean | undefined
}

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong with the value, in words. */
  error?: ReactNode
  optional?: boolean
  className?: string
  children: (control: FieldControl) => ReactNode
}

/** `<Field label="Name">{(control) => <Input {...control} />}</Field>` */
export function Field({ label, hint, error, optional, className, children }: FieldProps) {
  const id = useId()
  const describedBy = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ")
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label id={`${id}-label`} htmlFor={id} className="text-12 font-medium">
        {label}
        {optional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {children({
        id,
        "aria-labelledby": `${id}-label`,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-1 text-12 text-negative">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span className="min-w-0 first-letter:uppercase">{error}</span>
        </p>
      )}
    </div>
  )
}
