"use client"

import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { Button } from "./button.tsx"
import { classNames } from "./class-names.ts"

const WIDTH = {
  small: "max-w-sm",
  medium: "max-w-lg",
  large: "max-w-3xl",
  full: "h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)]",
}

const PLACE = {
  usual: classNames(
    "max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:w-full max-sm:max-w-none max-sm:rounded-t-panel",
    "sm:top-1/2 sm:left-1/2 sm:max-h-[calc(100dvh-2rem)] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-panel",
  ),
  top: "top-4 left-1/2 max-h-[min(38rem,calc(100dvh-2rem))] w-[calc(100vw-2rem)] -translate-x-1/2 rounded-panel",
}

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  /** `full` covers the screen but for a margin. */
  width?: keyof typeof WIDTH
  /** Near the top: in a frame that is as high as its content, the middle may be far out of sight. */
  atTop?: boolean
  /** Buttons, at the bottom right. */
  footer?: ReactNode
  /** What opened it, if focus is to go back there by itself. */
  trigger?: ReactNode
  className?: string
  children?: ReactNode
}

/** A modal dialog; on phones it comes from the bottom edge. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = "medium",
  atTop = false,
  footer,
  trigger,
  className,
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={classNames(
            "fixed z-50 flex animate-appear flex-col border border-line-strong bg-surface-raised shadow-raise outline-none",
            atTop ? PLACE.top : PLACE.usual,
            WIDTH[width],
          )}
        >
          <header className="flex items-start gap-2 px-4 pt-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-14 font-semibold wrap-anywhere">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-13 text-pretty text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <Button variant="quiet" size="small" aria-label="Close" className="-mt-1 -mr-1 w-7 px-0">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          {children !== undefined && (
            <div className={classNames("min-h-0 flex-1 overflow-y-auto px-4 py-4", className)}>{children}</div>
          )}
          {footer !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 px-4 pb-4 not-first:pt-4 [div+&]:pt-0">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

// What is to be filled in, rather than the close button, which only comes first in the document.
function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return
  const field = event.currentTarget.querySelector<HTMLElement>("input:not([type=hidden], :disabled), textarea, select")
  if (!field) return
  event.preventDefault()
  field.focus()
}
