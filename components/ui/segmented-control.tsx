"use client"

import { ToggleGroup } from "radix-ui"
import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"

type SegmentedControlProps<Value extends string> = {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; disabled?: boolean }[]
  className?: string
}

/** One of two to four, all in sight. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
}: SegmentedControlProps<Value>) {
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen)
    // Radix reports "" when the chosen one is pressed again; one stays chosen here.
    if (option) onValueChange(option.value)
  }
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className={classNames("inline-flex rounded-control border border-line-strong bg-surface-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className="touch-target flex h-6.5 flex-1 items-center justify-center gap-1.5 rounded-[4px] px-2.5 text-12 font-medium whitespace-nowrap text-muted enabled:hover:text-ink disabled:opacity-50 data-[state=on]:bg-surface-raised data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--border-strong)] [&_svg]:size-3.5"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
