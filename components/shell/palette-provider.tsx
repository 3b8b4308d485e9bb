"use client"

import { type ReactNode, useEffect, useState } from "react"
import { CommandPalette } from "./command-palette.tsx"
import { PaletteContext } from "./palette-context.ts"

/** Holds the palette and its shortcut, ⌘K or Ctrl+K. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setOpen((wasOpen) => !wasOpen)
    }
    // In the capture phase: the code editor takes the keys for chords of its own.
    window.addEventListener("keydown", onKeyDown, { capture: true })
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true })
  }, [])
  return (
    <PaletteContext value={() => setOpen(true)}>
      {children}
      <CommandPalette open={open} onOpenChange={setOpen} />
    </PaletteContext>
  )
}
