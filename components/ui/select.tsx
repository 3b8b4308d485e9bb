"use client"

import { Check, ChevronsUpDown } from "lucide-react"
import { Select as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"
import { controlClassName } from "./control-class-name.ts"
import { menuItemClassName, menuSurfaceClassName } from "./menu-class-name.ts"

export type SelectOption<Value extends string> = {
  value: Value
  label: ReactNode
  /** A second, quieter line. */
  hint?: ReactNode
  disabled?: boolean
}

type SelectProps<Value extends string> = {
  options: readonly SelectOption<Value>[]
  /** Undefined while nothing is chosen. Values may not be empty strings. */
  value: Value | undefined
  onValueChange: (value: Value) => void
  placeholder?: string
  id?: string
  disabled?: boolean
  className?: string
  "aria-label"?: string
  "aria-labelledby"?: string
  "aria-describedby"?: string
  "aria-invalid"?: boolean
}

/** One of a few. For many or searchable options there is Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onValueChange, placeholder = "Choose…", disabled, className, ...trigger } = props
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option) onValueChange(option.value)
  }
  return (
    <Radix.Root value={value ?? ""} onValueChange={choose} disabled={disabled}>
      <Radix.Trigger
        {...trigger}
        className={classNames(
          controlClassName,
          "flex h-8 items-center justify-between gap-2 px-2.5 text-left data-placeholder:text-faint [&>span]:truncate",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={classNames(
            menuSurfaceClassName,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)",
          )}
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={classNames(menuItemClassName, "pr-8")}
              >
                <span className="flex flex-col">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint !== undefined && <span className="text-12 text-muted">{option.hint}</span>}
                </span>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check aria-hidden className="size-4 text-accent-text" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
