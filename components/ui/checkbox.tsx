"use client"

import { Check, Minus } from "lucide-react"
import { Checkbox as Radix } from "radix-ui"
import { type ReactNode, useId } from "react"
import { classNames } from "./class-names.ts"

type CheckboxProps = {
  label: ReactNode
  hint?: ReactNode
  checked: boolean | "indeterminate"
  onCheckedChange: (checked: boolean) => void
  disabled?: boolean
  className?: string
}

export function Checkbox({ label, hint, checked, onCheckedChange, disabled, className }: CheckboxProps) {
  const id = useId()
  return (
    <div
      className={classNames("flex items-start gap-2 pointer-coarse:min-h-11 pointer-coarse:items-center", className)}
    >
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="relative mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-control bg-surface text-on-accent after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent pointer-coarse:mt-0 pointer-coarse:after:-inset-3.5"
      >
        <Radix.Indicator>
          {checked === "indeterminate" ? (
            <Minus aria-hidden className="size-3" />
          ) : (
            <Check aria-hidden strokeWidth={3} className="size-3" />
          )}
        </Radix.Indicator>
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={id} className={disabled ? "text-muted" : "cursor-pointer"}>
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-12 text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
