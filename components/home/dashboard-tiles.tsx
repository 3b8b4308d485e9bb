import Link from "next/link"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import type { DashboardSummary } from "#lib/domain/summaries.ts"
import { StarButton } from "./star-button.tsx"
import { tileCountText } from "./tile-count.ts"

/** A few dashboards, at hand. */
export function DashboardTiles({ dashboards }: { dashboards: DashboardSummary[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {dashboards.map((dashboard) => (
        <li
          key={dashboard.id}
          className="relative flex min-h-24 flex-col rounded-panel border p-3 pl-4 transition-colors duration-(--duration-quick) focus-within:border-line-strong hover:border-line-strong hover:bg-surface-sunken"
        >
          <div className="flex items-start justify-between gap-2">
            <Link
              href={`/dashboards/${dashboard.id}`}
              title={dashboard.name}
              className="min-w-0 pt-1 font-medium break-words outline-offset-4 after:absolute after:inset-0 after:rounded-panel"
            >
              <span className="line-clamp-2">{dashboard.name}</span>
            </Link>
            <StarButton
              dashboardId={dashboard.id}
              name={dashboard.name}
              starred={dashboard.starred}
              className="z-10 -mr-1"
            />
          </div>
          {dashboard.description !== "" && (
            <p className="line-clamp-2 pr-6 text-12 text-muted">{dashboard.description}</p>
          )}
          <p className="mt-auto truncate pt-1.5 text-12 text-muted">
            {tileCountText(dashboard.tileCount)} · changed <RelativeTime at={dashboard.updatedAt} />
          </p>
        </li>
      ))}
    </ul>
  )
}
