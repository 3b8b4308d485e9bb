"use client"

import { Switch as Radix } from "radix-ui"
import { type ReactNode, useId } from "react"
import { classNames } from "./class-names.ts"

type SwitchProps = {
  label: ReactNode
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  disabled?: boolean
  className?: string
}

/** For what takes effect at once; inside forms that are saved, use Checkbox. */
export function Switch({ label, checked, onCheckedChange, disabled, className }: SwitchProps) {
  const id = useId()
  return (
    <div className={classNames("flex items-center gap-2 pointer-coarse:min-h-11", className)}>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        className="relative h-4.5 w-8 shrink-0 rounded-full bg-line-control transition-colors duration-(--duration-quick) after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:bg-accent pointer-coarse:after:-inset-3.5"
      >
        <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-white transition-transform duration-(--duration-quick) data-[state=checked]:translate-x-4" />
      </Radix.Root>
      <label htmlFor={id} className={disabled ? "text-muted" : "cursor-pointer"}>
        {label}
      </label>
    </div>
  )
}
