"use client"

import { Popover as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { classNames } from "./class-names.ts"
import { menuSurfaceClassName } from "./menu-class-name.ts"

type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactElement
  /** What the panel is, for screen readers. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: "start" | "center" | "end"
  side?: "top" | "right" | "bottom" | "left"
  className?: string
  children: ReactNode
}

export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = "start",
  side = "bottom",
  className,
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(
            menuSurfaceClassName,
            "max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] p-3 outline-none",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
