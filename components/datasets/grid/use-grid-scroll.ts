"use client"

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react"
import { afterScroll, placeAt, scrollHeightPx, type ScrollPlace } from "./scaled-scroll.ts"

/** Before the first measurement, and on the server: about a screenful. */
const FIRST_VIEW_PX = 480

export type GridScroll = {
  /** To be put on the element that scrolls. */
  box: RefObject<HTMLDivElement | null>
  /** The rows in view, with a few on either side; `end` is not included. */
  firstRow: number
  endRow: number
  rowsInView: number
  /** The height of the box that is scrolled through. */
  heightPx: number
  /** Where in that box a row stands. */
  rowTopPx: (row: number) => number
  /** Moves as little as needed to have a row in view. */
  reveal: (row: number) => void
}

const OVERSCAN_ROWS = 8

/** Which rows a box that scrolls shows, of however many. `headerPx` of its window are taken by what sticks at the top. */
export function useGridScroll({
  rows,
  rowPx,
  headerPx,
}: {
  rows: number
  rowPx: number
  headerPx: number
}): GridScroll {
  const box = useRef<HTMLDivElement>(null)
  const [viewPx, setViewPx] = useState(FIRST_VIEW_PX)
  const [place, setPlace] = useState<ScrollPlace>({ scrollPx: 0, topPx: 0 })
  const current = useRef(place)
  const rowsPx = rows * rowPx

  const moveTo = useCallback((next: ScrollPlace) => {
    current.current = next
    const element = box.current
    if (element && Math.abs(element.scrollTop - next.scrollPx) >= 1)
      element.scrollTo({ top: next.scrollPx, behavior: "instant" })
    setPlace(next)
  }, [])

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setViewPx(Math.max(rowPx, element.clientHeight - headerPx))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [rowPx, headerPx])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const onScroll = () => {
      // What is left of a scroll that moveTo has just made is no new one.
      if (Math.abs(element.scrollTop - current.current.scrollPx) < 1) return
      moveTo(afterScroll(current.current, element.scrollTop, { rowsPx, viewPx }))
    }
    element.addEventListener("scroll", onScroll, { passive: true })
    return () => element.removeEventListener("scroll", onScroll)
  }, [moveTo, rowsPx, viewPx])

  const rowsInView = Math.max(1, Math.floor(viewPx / rowPx))
  return {
    box,
    firstRow: Math.max(0, Math.floor(place.topPx / rowPx) - OVERSCAN_ROWS),
    endRow: Math.min(rows, Math.ceil((place.topPx + viewPx) / rowPx) + OVERSCAN_ROWS),
    rowsInView,
    heightPx: scrollHeightPx({ rowsPx }),
    rowTopPx: (row) => place.scrollPx + (row * rowPx - place.topPx),
    reveal: (row) => {
      const { topPx } = current.current
      const fromPx = row * rowPx
      if (fromPx < topPx) moveTo(placeAt(fromPx, { rowsPx, viewPx }))
      else if (fromPx + rowPx > topPx + viewPx) moveTo(placeAt(fromPx + rowPx - viewPx, { rowsPx, viewPx }))
    },
  }
}
