import type { FigureBox } from "./frame-messages.ts"

export type PlacedFigure = { element: HTMLElement; stale: boolean }

/** Where the figures' elements lie within `container`, in px. Hidden ones have no size and are left out of the clip. */
export function measureBoxes(container: HTMLElement, figures: ReadonlyMap<string, PlacedFigure>): FigureBox[] {
  const origin = container.getBoundingClientRect()
  return [...figures].map(([key, { element, stale }]) => {
    const rect = element.getBoundingClientRect()
    return {
      key,
      x: Math.round(rect.left - origin.left),
      y: Math.round(rect.top - origin.top),
      width: Math.round(rect.width),
      height: Math.round(rect.height),
      inView: rect.bottom > 0 && rect.top < window.innerHeight,
      stale,
    }
  })
}

/**
 * The frame lies above the tiles, so it is cut down to its figures: what is cut away lets the pointer through to the
 * tables, menus and frames beneath.
 */
export function clipPathOf(boxes: readonly FigureBox[]): string {
  const path = boxes
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}Z`)
    .join("")
  return path === "" ? "inset(100%)" : `path("${path}")`
}

export function sameBoxes(a: readonly FigureBox[], b: readonly FigureBox[]): boolean {
  return (
    a.length === b.length &&
    a.every((box, index) => {
      const other = b[index]
      return (
        other !== undefined &&
        box.key === other.key &&
        box.x === other.x &&
        box.y === other.y &&
        box.width === other.width &&
        box.height === other.height &&
        box.stale === other.stale &&
        box.inView === other.inView
      )
    })
  )
}
