"use client"

import dynamic from "next/dynamic"
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { AskContext, type AskSubject } from "./ask-context.ts"

// Most readers look and leave: what answers questions is fetched when the first is about to be asked.
const AskPanel = dynamic(() => import("./ask-panel.tsx"), { ssr: false })

/** A page, and beside it the panel in which its data are asked about: ⌘I or Ctrl+I, or an AskButton within. */
export function AskBeside({ subject, children }: { subject: AskSubject; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false)
  // Once opened it stays, so that an answer goes on while the panel is out of sight.
  const [wasOpened, setWasOpened] = useState(false)
  const openedFrom = useRef<HTMLElement | null>(null)
  const buttonRef = useRef<HTMLButtonElement>(null)

  const setOpen = useCallback((open: boolean) => {
    if (open) {
      const { activeElement, body } = document
      openedFrom.current = activeElement instanceof HTMLElement && activeElement !== body ? activeElement : null
      setWasOpened(true)
    }
    setIsOpen(open)
    if (!open) (openedFrom.current ?? buttonRef.current)?.focus()
  }, [])
  const toggle = useCallback(() => setOpen(!isOpen), [isOpen, setOpen])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "i" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      toggle()
    }
    window.addEventListener("keydown", onKeyDown)
    return () => window.removeEventListener("keydown", onKeyDown)
  }, [toggle])

  const panel = useMemo(() => ({ isOpen, toggle, buttonRef }), [isOpen, toggle])
  return (
    <AskContext value={panel}>
      <div className="flex min-w-0 flex-1 items-start">
        <div className="min-w-0 flex-1">{children}</div>
        {wasOpened && <AskPanel subject={subject} isOpen={isOpen} onClose={() => setOpen(false)} />}
      </div>
    </AskContext>
  )
}
