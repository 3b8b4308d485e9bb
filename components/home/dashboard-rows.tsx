import Link from "next/link"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import type { DashboardSummary } from "#lib/domain/summaries.ts"
import { StarButton } from "./star-button.tsx"
import { tileCountText } from "./tile-count.ts"

/** Every dashboard, one line each. */
export function DashboardRows({ dashboards }: { dashboards: DashboardSummary[] }) {
  return (
    <ul className="border-t">
      {dashboards.map((dashboard) => (
        <li
          key={dashboard.id}
          className="relative flex min-h-10 items-center gap-2 border-b py-1 hover:bg-surface-sunken md:gap-3"
        >
          <StarButton dashboardId={dashboard.id} name={dashboard.name} starred={dashboard.starred} className="z-10" />
          <div className="flex min-w-0 flex-1 items-baseline gap-3 max-md:flex-col max-md:items-stretch max-md:gap-0">
            <Link
              href={`/dashboards/${dashboard.id}`}
              title={dashboard.name}
              className="shrink-0 truncate font-medium outline-offset-2 after:absolute after:inset-0 md:max-w-[60%]"
            >
              {dashboard.name}
            </Link>
            <span className="truncate text-muted max-md:hidden">{dashboard.description}</span>
            <span className="truncate text-12 text-muted md:hidden">
              {[dashboard.ownerName, dashboard.description].filter((words) => words !== "").join(" · ")}
            </span>
          </div>
          <span className="hidden w-16 shrink-0 text-right text-12 text-muted tabular md:block">
            {tileCountText(dashboard.tileCount)}
          </span>
          <span className="hidden w-32 shrink-0 truncate text-12 text-muted md:block">{dashboard.ownerName}</span>
          <span className="w-24 shrink-0 text-right text-12 text-muted">
            <RelativeTime at={dashboard.updatedAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
