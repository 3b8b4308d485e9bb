"use client"

import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { Button } from "./button.tsx"
import { classNames } from "./class-names.ts"

const SIDE = {
  left: "left-0 border-r animate-slide-in",
  right: "right-0 border-l animate-appear",
}

type SheetProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  side?: keyof typeof SIDE
  trigger?: ReactNode
  children: ReactNode
}

/** A modal panel at the screen's side: the navigation on phones, details beside a grid. */
export function Sheet({ open, onOpenChange, title, side = "left", trigger, children }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className={classNames(
            "fixed inset-y-0 z-50 flex w-80 max-w-[85vw] flex-col overflow-y-auto border-line-strong bg-surface-raised shadow-raise outline-none",
            SIDE[side],
          )}
        >
          <header className="flex h-12 shrink-0 items-center justify-between gap-2 pr-2 pl-4">
            <Radix.Title className="text-14 font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button variant="quiet" aria-label="Close" className="w-8 px-0">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
