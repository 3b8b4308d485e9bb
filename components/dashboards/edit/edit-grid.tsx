"use client"

import "react-grid-layout/css/styles.css"
import "./edit-grid.css"
import type { ReactNode } from "react"
import GridLayout, { useContainerWidth, type Layout } from "react-grid-layout"
import { GRID_COLUMNS, type LayoutItem } from "#lib/domain/dashboard.ts"
import { DashboardGrid } from "../dashboard-grid.tsx"
import { GAP_PX, readingOrder, ROW_PX } from "../layout.ts"

/** What of a tile may be dragged. */
export const DRAG_HANDLE = "tile-drag-handle"
const NARROW_PX = 640

type EditGridProps = {
  layout: readonly LayoutItem[]
  onPlaced: (places: Layout) => void
  renderTile: (item: LayoutItem) => ReactNode
}

/** The tiles, to be dragged by their headers and resized at their corner. Too narrow a screen shows one column. */
export function EditGrid({ layout, onPlaced, renderTile }: EditGridProps) {
  const { width, containerRef, mounted } = useContainerWidth()
  const isNarrow = mounted && width < NARROW_PX
  return (
    <div ref={containerRef} className="edit-grid min-h-96">
      {isNarrow && <DashboardGrid layout={layout} renderTile={renderTile} />}
      {mounted && !isNarrow && (
        <GridLayout
          width={width}
          layout={layout.map(({ itemId, x, y, w, h }) => ({ i: itemId, x, y, w, h }))}
          gridConfig={{ cols: GRID_COLUMNS, rowHeight: ROW_PX, margin: [GAP_PX, GAP_PX], containerPadding: [0, 0] }}
          dragConfig={{ enabled: true, handle: `.${DRAG_HANDLE}`, cancel: "button, a, input, textarea" }}
          resizeConfig={{ enabled: true, handles: ["se"] }}
          onDragStop={(places) => onPlaced(places)}
          onResizeStop={(places) => onPlaced(places)}
        >
          {readingOrder(layout).map((item) => (
            <div key={item.itemId}>{renderTile(item)}</div>
          ))}
        </GridLayout>
      )}
    </div>
  )
}
