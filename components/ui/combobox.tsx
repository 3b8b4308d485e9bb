"use client"

import { Command } from "cmdk"
import { Check, ChevronsUpDown, Search } from "lucide-react"
import { Popover as Radix } from "radix-ui"
import { type ReactNode, useState } from "react"
import { classNames } from "./class-names.ts"
import { controlClassName } from "./control-class-name.ts"
import { matchLabel } from "./match-label.ts"
import { menuItemClassName, menuSurfaceClassName } from "./menu-class-name.ts"

export type ComboboxOption<Value extends string> = {
  value: Value
  /** What is searched and shown. */
  label: string
  hint?: ReactNode
  disabled?: boolean
}

type ComboboxProps<Value extends string> = {
  /** What is chosen from, for screen readers: "Dataset". */
  label: string
  options: readonly ComboboxOption<Value>[]
  value: Value | undefined
  onValueChange: (value: Value) => void
  placeholder?: string
  searchPlaceholder?: string
  emptyText?: string
  /** When set, searching is the caller's: options are shown as given. */
  onSearchChange?: (search: string) => void
  loading?: boolean
  id?: string
  disabled?: boolean
  className?: string
  "aria-describedby"?: string | undefined
  "aria-invalid"?: boolean | undefined
}

/** One of many, found by typing. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const { label, options, value, onValueChange, placeholder = "Choose…", searchPlaceholder = "Search…" } = props
  const { emptyText = "Nothing matches.", onSearchChange, loading, id, disabled, className } = props
  const [open, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        id={id}
        aria-label={`${label}: ${chosen?.label ?? placeholder}`}
        aria-describedby={props["aria-describedby"]}
        aria-invalid={props["aria-invalid"]}
        disabled={disabled}
        className={classNames(
          controlClassName,
          "flex h-8 items-center justify-between gap-2 px-2.5 text-left",
          className,
        )}
      >
        <span className={classNames("truncate", !chosen && "text-faint")}>{chosen?.label ?? placeholder}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className={classNames(menuSurfaceClassName, "w-(--radix-popover-trigger-width) min-w-56 overflow-hidden p-0")}
        >
          <Command label={label} filter={matchLabel} shouldFilter={onSearchChange === undefined}>
            <div className="flex items-center gap-2 border-b px-3">
              <Search aria-hidden className="size-3.5 shrink-0 text-faint" />
              <Command.Input
                placeholder={searchPlaceholder}
                {...(onSearchChange ? { onValueChange: onSearchChange } : {})}
                className="h-9 w-full bg-transparent outline-none pointer-coarse:h-11 pointer-coarse:text-16"
              />
            </div>
            <Command.List className="max-h-64 overflow-y-auto p-1">
              {loading ? (
                <Command.Loading className="px-2 py-3 text-muted">Searching…</Command.Loading>
              ) : (
                <Command.Empty className="px-2 py-3 text-muted">{emptyText}</Command.Empty>
              )}
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={option.value}
                  keywords={[option.label]}
                  disabled={option.disabled ?? false}
                  onSelect={() => {
                    onValueChange(option.value)
                    setOpen(false)
                  }}
                  className={menuItemClassName}
                >
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.hint !== undefined && <span className="shrink-0 text-12 text-muted">{option.hint}</span>}
                  {option.value === value && <Check aria-hidden className="text-accent-text" />}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
