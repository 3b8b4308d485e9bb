"use client"

import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { wasTooltips } from "#components/ui/tooltip-escape.ts"
import { useIsNarrow } from "./use-is-narrow.ts"

type PanelFrameProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  /** In a frame that is as high as its content: the panel has a height of its own, at the top. */
  isEmbedded: boolean
  children: ReactNode
}

/** Beside the page where there is room for both, and else in its place: then nothing behind it can be reached. */
export function PanelFrame({ isOpen, onClose, title, isEmbedded, children }: PanelFrameProps) {
  const isNarrow = useIsNarrow()
  if (isNarrow)
    return (
      <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
        <Radix.Portal>
          <Radix.Overlay className="fixed inset-0 z-30 animate-appear bg-scrim" />
          <Radix.Content
            aria-describedby={undefined}
            // The panel puts it where one writes, and gives it back itself.
            onOpenAutoFocus={(event) => event.preventDefault()}
            onCloseAutoFocus={(event) => event.preventDefault()}
            className={classNames(
              "fixed right-0 z-30 flex w-full max-w-lg animate-appear flex-col bg-surface outline-none max-sm:max-w-none sm:border-l",
              isEmbedded ? "top-0 h-160 max-h-dvh border-b" : "inset-y-0",
            )}
          >
            <Radix.Title className="sr-only">{title}</Radix.Title>
            {children}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    )
  if (!isOpen) return null
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut; the close button does the same
    <aside
      aria-label={title}
      onKeyDown={(event) => {
        // What opens within closes first.
        const isFree = !event.defaultPrevented || wasTooltips(event.nativeEvent)
        if (event.key === "Escape" && isFree && event.currentTarget.contains(document.activeElement)) onClose()
      }}
      className={classNames(
        "z-20 flex w-104 shrink-0 animate-appear flex-col border-l bg-surface",
        isEmbedded ? "h-160 border-b" : "sticky top-0 h-dvh",
      )}
    >
      {children}
    </aside>
  )
}
