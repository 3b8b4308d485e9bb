"use client"

import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react"
import { Toaster as Sonner } from "sonner"

/** Mounted once, in the root layout. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      // Its own style sheet names a font, and outweighs our classes.
      style={{ fontFamily: "inherit" }}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-positive" />,
        error: <CircleAlert aria-hidden className="size-4 text-negative" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warning" />,
        info: <Info aria-hidden className="size-4 text-muted" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-center gap-2 rounded-panel border border-line-strong bg-surface-raised px-3 py-2.5 text-13 text-ink shadow-raise",
          content: "min-w-0 flex-1",
          description: "text-12 text-muted",
          icon: "shrink-0",
          actionButton:
            "touch-target h-7 shrink-0 rounded-control border border-line-strong px-2 text-12 font-medium hover:bg-surface-hover",
        },
      }}
    />
  )
}
