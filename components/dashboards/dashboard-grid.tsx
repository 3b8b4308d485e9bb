import type { CSSProperties, ReactNode } from "react"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import { compacted, readingOrder } from "./layout.ts"

type DashboardGridProps = {
  layout: readonly LayoutItem[]
  renderTile: (item: LayoutItem) => ReactNode
}

/**
 * The tiles where their author put them; on narrow screens one below the other in reading order. Plain CSS, so that
 * the server's markup is already in place.
 */
export function DashboardGrid({ layout, renderTile }: DashboardGridProps) {
  return (
    <div className="grid auto-rows-[48px] grid-cols-1 gap-3 md:grid-cols-12">
      {readingOrder(compacted(layout)).map((item) => (
        <div
          key={item.itemId}
          style={areaOf(item)}
          className="min-h-0 min-w-0 max-md:[grid-row:span_var(--rows)] md:[grid-area:var(--area)]"
        >
          {renderTile(item)}
        </div>
      ))}
    </div>
  )
}

type AreaStyle = CSSProperties & { "--area": string; "--rows": number }

const areaOf = ({ x, y, w, h }: LayoutItem): AreaStyle => ({
  "--area": `${y + 1} / ${x + 1} / span ${h} / span ${w}`,
  "--rows": h,
})
