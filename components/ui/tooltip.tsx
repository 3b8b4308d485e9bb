"use client"

import { Tooltip as Radix } from "radix-ui"
import type { ReactElement, ReactNode } from "react"
import { Kbd } from "./kbd.tsx"
import { markAsTooltips } from "./tooltip-escape.ts"

export const TooltipProvider = Radix.Provider

type TooltipProps = {
  content: ReactNode
  shortcut?: string | undefined
  side?: "top" | "right" | "bottom" | "left"
  /** One element that can have focus. */
  children: ReactElement
}

/** Never the only place of what must be known: touch has no hover. */
export function Tooltip({ content, shortcut, side = "top", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger
        asChild
        onFocus={(event) => {
          // Where a click has led the focus nobody has asked for words, and they would cover what is below.
          if (!event.currentTarget.matches(":focus-visible")) event.preventDefault()
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onEscapeKeyDown={markAsTooltips}
          className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-control border border-line-strong bg-surface-raised px-2 py-1 text-12 text-ink shadow-raise"
        >
          {content}
          {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
