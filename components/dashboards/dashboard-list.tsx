"use client"

import { LayoutDashboard } from "lucide-react"
import { DashboardRows } from "#components/home/dashboard-rows.tsx"
import { NarrowedList } from "#components/sharing/narrowed-list.tsx"
import type { Reader } from "#components/sharing/ownership.ts"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { DashboardSummary } from "#lib/domain/summaries.ts"

/** Beyond this many, a list is searched rather than read. */
const SEARCH_FROM = 8

type DashboardListProps = { dashboards: DashboardSummary[]; reader: Reader }

export function DashboardList({ dashboards, reader }: DashboardListProps) {
  if (dashboards.length === 0) {
    return (
      <EmptyState
        icon={<LayoutDashboard />}
        title="No dashboards yet"
        description="A dashboard shows cards side by side, under filters that run them all again."
        actions={
          <LinkButton href="/dashboards/new" variant="primary">
            New dashboard
          </LinkButton>
        }
      />
    )
  }
  return (
    <NarrowedList
      things={dashboards}
      kind="dashboard"
      reader={reader}
      textOf={({ name, description, ownerName }) => `${name} ${description} ${ownerName}`}
      searchFrom={SEARCH_FROM}
    >
      {(found) => <DashboardRows dashboards={found} />}
    </NarrowedList>
  )
}
