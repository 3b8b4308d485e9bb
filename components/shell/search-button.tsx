"use client"

import { Search } from "lucide-react"
import { useSyncExternalStore } from "react"
import { IconButton } from "#components/ui/icon-button.tsx"
import { Kbd } from "#components/ui/kbd.tsx"
import { useOpenPalette } from "./palette-context.ts"

const never = () => () => undefined

/** How this device writes the shortcut. */
const usePaletteKeys = () =>
  useSyncExternalStore(
    never,
    () => (/mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘K" : "Ctrl K"),
    () => undefined,
  )

export function SearchButton({ collapsed = false }: { collapsed?: boolean }) {
  const openPalette = useOpenPalette()
  const keys = usePaletteKeys()
  if (collapsed) {
    return (
      <IconButton
        label="Search and commands"
        {...(keys === undefined ? {} : { shortcut: keys })}
        icon={<Search aria-hidden />}
        onClick={openPalette}
        className="mx-auto max-md:mx-0"
      />
    )
  }
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-keyshortcuts="Control+K Meta+K"
      className="flex h-8 items-center gap-2 rounded-control border bg-surface px-2 text-muted hover:border-line-strong hover:text-ink"
    >
      <Search aria-hidden className="size-3.5" />
      <span className="flex-1 text-left">Search…</span>
      {keys !== undefined && (
        <span aria-hidden>
          <Kbd>{keys}</Kbd>
        </span>
      )}
    </button>
  )
}
