"use client"

import dynamic from "next/dynamic"
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { classNames } from "#components/ui/class-names.ts"
import { AskContext, type AskSubject } from "./ask-context.ts"

// Most readers look and leave: what answers questions is fetched when the first is about to be asked.
const AskPanel = dynamic(() => import("./ask-panel.tsx"), { ssr: false })

type AskBesideProps = {
  subject: AskSubject
  /** The page is in a frame that is as high as its content. */
  isEmbedded?: boolean
  children: ReactNode
}

/** A page, and beside it the panel in which its data are asked about: ⌘I or Ctrl+I, or an AskButton within. */
export function AskBeside({ subject, isEmbedded = false, children }: AskBesideProps) {
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
      {/* A frame grows to hold the panel, also where that lies above the page. */}
      <div className={classNames("flex min-w-0 flex-1 items-start", isEmbedded && isOpen && "min-h-160")}>
        <div className="min-w-0 flex-1">{children}</div>
        {wasOpened && (
          <AskPanel subject={subject} isEmbedded={isEmbedded} isOpen={isOpen} onClose={() => setOpen(false)} />
        )}
      </div>
    </AskContext>
  )
}
