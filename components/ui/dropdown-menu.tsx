"use client"

import { Check } from "lucide-react"
import Link from "next/link"
import { DropdownMenu as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import { Kbd } from "./kbd.tsx"
import { menuItemClassName, menuSurfaceClassName } from "./menu-class-name.ts"

type DropdownMenuProps = {
  /** The button that opens it. */
  trigger: ReactElement
  align?: "start" | "center" | "end"
  side?: "top" | "right" | "bottom" | "left"
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Whether the rest of the page is out of reach meanwhile; it need not be. */
  modal?: boolean
  className?: string
  children: ReactNode
}

export function DropdownMenu({
  trigger,
  align = "end",
  side = "bottom",
  open,
  onOpenChange,
  modal = false,
  className,
  children,
}: DropdownMenuProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange} modal={modal}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(
            menuSurfaceClassName,
            "max-h-(--radix-dropdown-menu-content-available-height)",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type MenuItemProps = {
  icon?: ReactNode
  shortcut?: string
  disabled?: boolean
  destructive?: boolean
  onSelect: (event: Event) => void
  children: ReactNode
}

export function MenuItem({ icon, shortcut, disabled, destructive, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={classNames(menuItemClassName, destructive && "text-negative data-highlighted:bg-negative-soft")}
    >
      {icon !== undefined && <span className={destructive ? undefined : "text-muted"}>{icon}</span>}
      <span className="flex-1">{children}</span>
      {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
    </Radix.Item>
  )
}

export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Item asChild className={menuItemClassName}>
      <Link href={href}>
        {icon !== undefined && <span className="text-muted">{icon}</span>}
        <span className="flex-1">{children}</span>
      </Link>
    </Radix.Item>
  )
}

/** A file to keep rather than a place to go to. `filename`: where the answer brings none. */
export function MenuDownload({ href, filename, children }: { href: string; filename?: string; children: ReactNode }) {
  return (
    <Radix.Item asChild className={menuItemClassName}>
      <a href={href} download={filename ?? ""}>
        {children}
      </a>
    </Radix.Item>
  )
}

type MenuChoiceProps<Value extends string> = {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode }[]
}

/** One of several, within a menu. */
export function MenuChoice<Value extends string>({ label, value, onValueChange, options }: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup value={value}>
      <Radix.Label className="px-2 pt-1.5 pb-0.5 text-11 font-medium text-muted">{label}</Radix.Label>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          onSelect={(event) => {
            event.preventDefault()
            onValueChange(option.value)
          }}
          className={menuItemClassName}
        >
          {option.icon !== undefined && <span className="text-muted">{option.icon}</span>}
          <span className="flex-1">{option.label}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden className="size-4 text-accent-text" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-12 text-muted">{children}</Radix.Label>
}
