"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"

export type LeaveGuard = {
  /** Where the reader was about to go; null while nothing is to be asked. */
  destination: string | null
  stay: () => void
  leave: () => void
}

/** Holds back links, and warns before the tab closes, while there is something to lose. */
export function useLeaveGuard(hasUnsaved: boolean): LeaveGuard {
  const router = useRouter()
  const [destination, setDestination] = useState<string | null>(null)

  useEffect(() => {
    if (!hasUnsaved) return
    const beforeUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    const click = (event: MouseEvent) => {
      const href = leavingHref(event)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setDestination(href)
    }
    window.addEventListener("beforeunload", beforeUnload)
    // At the window, on the way down: before the router's own links hear of it.
    window.addEventListener("click", click, { capture: true })
    return () => {
      window.removeEventListener("beforeunload", beforeUnload)
      window.removeEventListener("click", click, { capture: true })
    }
  }, [hasUnsaved])

  return {
    destination,
    stay: () => setDestination(null),
    leave: () => {
      if (destination !== null) router.push(destination)
      setDestination(null)
    },
  }
}

/** The address of a click that would replace this page; null for any other click. */
function leavingHref(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.hasAttribute("download")) return null
  if (link.origin !== location.origin) return null
  const isHere = link.pathname === location.pathname && link.search === location.search
  return isHere ? null : `${link.pathname}${link.search}${link.hash}`
}
