"use client"

import { ArrowLeft, History, SquarePen, X } from "lucide-react"
import { useEffect, useRef } from "react"
import { IconButton } from "#components/ui/icon-button.tsx"

type PanelHeaderProps = {
  title: string
  showsHistory: boolean
  /** null: nothing is kept that one could come back to. */
  onHistory: (() => void) | null
  /** null: a new conversation is what one looks at. */
  onNew: (() => void) | null
  onClose: () => void
}

export function PanelHeader({ title, showsHistory, onHistory, onNew, onClose }: PanelHeaderProps) {
  const back = useRef<HTMLButtonElement>(null)
  // The button that led here is gone, and the focus would be with it.
  useEffect(() => {
    if (showsHistory) back.current?.focus()
  }, [showsHistory])
  return (
    <header className="flex h-12 shrink-0 items-center gap-0.5 border-b pr-2 pl-3">
      {showsHistory && onHistory && (
        <IconButton
          ref={back}
          label="Back to the conversation"
          icon={<ArrowLeft aria-hidden />}
          onClick={onHistory}
          className="-ml-2"
        />
      )}
      <h2 className="min-w-0 flex-1 truncate text-13 font-semibold" title={title}>
        {showsHistory ? "Earlier conversations" : title}
      </h2>
      {onNew && <IconButton label="New conversation" icon={<SquarePen aria-hidden />} onClick={onNew} />}
      {!showsHistory && onHistory && (
        <IconButton label="Earlier conversations" icon={<History aria-hidden />} onClick={onHistory} />
      )}
      <IconButton label="Close" shortcut="Ctrl I" icon={<X aria-hidden />} onClick={onClose} />
    </header>
  )
}
