"use client"

import { useEffect, useRef, useState } from "react"
import { useColorScheme } from "#lib/browser/use-color-scheme.ts"
import { Skeleton } from "#components/ui/skeleton.tsx"
import { readFrameTheme } from "./frame-theme.ts"
import { HtmlFrames } from "./html-frames.ts"

type HtmlFrameProps = {
  html: string
  title: string
  /** `fill` takes the height given and scrolls inside; `auto` grows with the document. */
  height?: "fill" | "auto"
}

const MIN_HEIGHT_PX = 48

/** What a card's HTML shows, in a sandbox of its own. */
export function HtmlFrame({ html, title, height = "fill" }: HtmlFrameProps) {
  const containerRef = useRef<HTMLDivElement>(null)
  const framesRef = useRef<HtmlFrames | null>(null)
  const [shown, setShown] = useState(false)
  const [heightPx, setHeightPx] = useState(MIN_HEIGHT_PX)
  const colorScheme = useColorScheme()

  useEffect(() => {
    if (!containerRef.current) return undefined
    const frames = new HtmlFrames(containerRef.current, title, {
      onShown: () => setShown(true),
      onHeight: (next) => setHeightPx(Math.max(MIN_HEIGHT_PX, next)),
    })
    framesRef.current = frames
    return () => {
      frames.close()
      framesRef.current = null
    }
  }, [title])

  useEffect(() => {
    framesRef.current?.setTheme(readFrameTheme(colorScheme))
  }, [colorScheme, title])

  useEffect(() => {
    framesRef.current?.show(html)
  }, [html, title])

  return (
    <div className="relative size-full" style={height === "auto" ? { height: heightPx } : undefined}>
      {!shown && <Skeleton className="absolute inset-3 h-auto" />}
      <div ref={containerRef} className="absolute inset-0" />
    </div>
  )
}
