"use client"

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from "react"
import { useColorScheme } from "#lib/browser/use-color-scheme.ts"
import { classNames } from "#components/ui/class-names.ts"
import { clipPathOf, measureBoxes, type PlacedFigure, sameBoxes } from "./figure-boxes.ts"
import { FigureFrame, type FigureEvents } from "./figure-frame.ts"
import { forwardEscape, forwardPress } from "./frame-input.ts"
import type { FigureBox, FigureKind } from "./frame-messages.ts"
import { readFrameTheme } from "./frame-theme.ts"

export type FigureLayerHandle = {
  /** Keeps a figure over `element` until the returned function is called. */
  attach: (key: string, element: HTMLElement) => () => void
  draw: (key: string, kind: FigureKind, spec: unknown, events: FigureEvents) => void
  setStale: (key: string, stale: boolean) => void
  /** A PNG data URL. */
  toImage: (key: string) => Promise<string>
}

const Context = createContext<FigureLayerHandle | null>(null)

/** The layer that draws the figures around here; null outside of one. */
export const useFigureLayer = (): FigureLayerHandle | null => useContext(Context)

/** Frames without a change before following stops: long enough for the grid's transitions to begin. */
const QUIET_FRAMES = 12

type FigureLayerProps = {
  /** While tiles are dragged the frame takes no pointer. */
  inert?: boolean
  className?: string
  children: ReactNode
}

/**
 * One sandboxed frame for every figure inside it. It spans the container, above the children, and is cut down to the
 * figures' boxes, which follow their elements through layout, resizing and dragging.
 */
export function FigureLayer({ inert = false, className, children }: FigureLayerProps) {
  const containerRef = useRef<HTMLDivElement>(null)
  const iframeRef = useRef<HTMLIFrameElement>(null)
  const frameRef = useRef<FigureFrame | null>(null)
  const figuresRef = useRef(new Map<string, PlacedFigure>())
  const lastBoxes = useRef<FigureBox[]>([])
  const following = useRef(0)
  const colorScheme = useColorScheme()

  // Children's effects run before ours, and may draw at once: whoever comes first opens the frame.
  const openFrame = useCallback((): FigureFrame | null => {
    const iframe = iframeRef.current
    if (!iframe) return null
    frameRef.current ??= new FigureFrame(iframe, {
      onPressed: () => forwardPress(iframe),
      onEscape: () => forwardEscape(iframe),
    })
    return frameRef.current
  }, [])

  const place = useCallback((): boolean => {
    const container = containerRef.current
    const iframe = iframeRef.current
    if (!container || !iframe || !frameRef.current) return false
    const boxes = measureBoxes(container, figuresRef.current)
    if (sameBoxes(boxes, lastBoxes.current)) return false
    lastBoxes.current = boxes
    iframe.style.clipPath = clipPathOf(boxes)
    frameRef.current.place(boxes)
    return true
  }, [])

  const follow = useCallback(() => {
    const isRunning = following.current > 0
    following.current = QUIET_FRAMES
    if (isRunning) return
    const step = () => {
      following.current = place() ? QUIET_FRAMES : following.current - 1
      if (following.current > 0) requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  }, [place])

  useEffect(() => {
    const container = containerRef.current
    if (!container) return undefined
    openFrame()
    const sizes = new ResizeObserver(follow)
    sizes.observe(container)
    const followWhilePressed = (event: PointerEvent) => event.buttons > 0 && follow()
    container.addEventListener("transitionrun", follow)
    container.addEventListener("pointermove", followWhilePressed)
    container.addEventListener("scroll", follow, { capture: true, passive: true })
    window.addEventListener("scroll", follow, { capture: true, passive: true })
    return () => {
      sizes.disconnect()
      container.removeEventListener("transitionrun", follow)
      container.removeEventListener("pointermove", followWhilePressed)
      container.removeEventListener("scroll", follow, { capture: true })
      window.removeEventListener("scroll", follow, { capture: true })
      frameRef.current?.close()
      frameRef.current = null
      lastBoxes.current = []
    }
  }, [follow, openFrame])

  useEffect(() => {
    openFrame()?.setTheme(readFrameTheme(colorScheme))
  }, [colorScheme, openFrame])

  const handle = useMemo<FigureLayerHandle>(
    () => ({
      attach: (key, element) => {
        figuresRef.current.set(key, { element, stale: false })
        const size = new ResizeObserver(follow)
        size.observe(element)
        follow()
        return () => {
          size.disconnect()
          figuresRef.current.delete(key)
          frameRef.current?.remove(key)
          follow()
        }
      },
      draw: (key, kind, spec, events) => openFrame()?.draw(key, kind, spec, events),
      setStale: (key, stale) => {
        const figure = figuresRef.current.get(key)
        if (!figure || figure.stale === stale) return
        figuresRef.current.set(key, { ...figure, stale })
        follow()
      },
      toImage: (key) => {
        const box = lastBoxes.current.find((candidate) => candidate.key === key)
        if (!box || !frameRef.current) return Promise.reject(new Error("The chart is not drawn yet."))
        return frameRef.current.toImage(key, box.width, box.height)
      },
    }),
    [follow, openFrame],
  )

  return (
    <Context value={handle}>
      <div ref={containerRef} className={classNames("relative isolate", className)}>
        {children}
        <iframe
          ref={iframeRef}
          title="Charts"
          sandbox="allow-scripts"
          inert={inert}
          style={{ clipPath: "inset(100%)", pointerEvents: inert ? "none" : undefined }}
          className="absolute inset-0 z-10 size-full border-0 bg-transparent"
        />
      </div>
    </Context>
  )
}
