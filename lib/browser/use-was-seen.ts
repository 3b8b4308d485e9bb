"use client"

import { useEffect, useRef, useState, type RefObject } from "react"

/** Whether an element has come into view. Once it has, that stays so. */
export function useWasSeen<Kind extends HTMLElement>(): [RefObject<Kind | null>, boolean] {
  const element = useRef<Kind>(null)
  const [wasSeen, setWasSeen] = useState(false)
  useEffect(() => {
    if (wasSeen || !element.current) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setWasSeen(true)
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [wasSeen])
  return [element, wasSeen]
}
