import type { CSSProperties, ReactNode } from "react"
import { classNames } from "#components/ui/class-names.ts"
import type { LayoutItem } from "#lib/domain/dashboard.ts"
import { compacted, GAP_PX, readingOrder, ROW_PX } from "./layout.ts"

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
    <div className="grid grid-cols-1 gap-3 md:auto-rows-[48px] md:grid-cols-12">
      {readingOrder(compacted(layout)).map((item) => (
        <div
          key={item.itemId}
          style={areaOf(item)}
          className={classNames(
            "min-h-0 min-w-0 md:[grid-area:var(--area)]",
            // Words need what room they need; what is drawn keeps the height its author gave it.
            item.cardId === undefined ? "max-md:min-h-12" : "max-md:h-(--height)",
          )}
        >
          {renderTile(item)}
        </div>
      ))}
    </div>
  )
}

type AreaStyle = CSSProperties & { "--area": string; "--height": string }

const areaOf = ({ x, y, w, h }: LayoutItem): AreaStyle => ({
  "--area": `${y + 1} / ${x + 1} / span ${h} / span ${w}`,
  "--height": `${h * ROW_PX + (h - 1) * GAP_PX}px`,
})
