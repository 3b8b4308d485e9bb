"use client"

import { type RefObject, useEffect, useRef } from "react"
import { z } from "zod"

/** The one message that is listened to. */
const Hello = z.strictObject({ cardloom: z.literal("hello") })

/**
 * Tells the page around how high the content of `ref` is, now and whenever that changes. Only a page of one of these
 * origins that has said hello is told anything; undefined: the page is not embedded.
 */
export function useEmbedder(origins: readonly string[] | undefined): RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement | null>(null)
  const originsKey = origins?.join(" ")
  useEffect(() => {
    const content = ref.current
    if (originsKey === undefined || !content || window.parent === window) return undefined
    const allowed = originsKey.split(" ")
    let embedder: string | null = null
    const tell = () => {
      if (embedder === null) return
      const heightPx = Math.ceil(content.getBoundingClientRect().height)
      window.parent.postMessage({ cardloom: "size", heightPx }, embedder)
    }
    const hear = (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || !allowed.includes(event.origin)) return
      if (!Hello.safeParse(event.data).success) return
      embedder = event.origin
      tell()
    }
    const sizes = new ResizeObserver(tell)
    sizes.observe(content)
    window.addEventListener("message", hear)
    // A hello from before this page was ready was lost. Says nothing, so that it matters to nobody who hears it.
    window.parent.postMessage({ cardloom: "ready" }, "*")
    return () => {
      sizes.disconnect()
      window.removeEventListener("message", hear)
    }
  }, [originsKey])
  return ref
}
