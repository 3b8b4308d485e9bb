"use client"

import { LayoutDashboard } from "lucide-react"
import { useState } from "react"
import { DashboardRows } from "#components/home/dashboard-rows.tsx"
import { OwnershipFilter } from "#components/sharing/ownership-filter.tsx"
import { belongsTo, type Ownership, type Reader } from "#components/sharing/ownership.ts"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Input } from "#components/ui/input.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import type { DashboardSummary } from "#lib/domain/summaries.ts"

/** Beyond this many, a list is searched rather than read. */
const SEARCH_FROM = 8

type DashboardListProps = { dashboards: DashboardSummary[]; reader: Reader }

export function DashboardList({ dashboards, reader }: DashboardListProps) {
  const [ownership, setOwnership] = useState<Ownership>("all")
  const [search, setSearch] = useState("")
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
  const wanted = search.trim().toLowerCase()
  const found = dashboards
    .filter((dashboard) => belongsTo(ownership, dashboard, reader))
    .filter(({ name, description, ownerName }) => `${name} ${description} ${ownerName}`.toLowerCase().includes(wanted))
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {dashboards.length >= SEARCH_FROM && (
          <Input
            type="search"
            aria-label="Search dashboards"
            placeholder="Search dashboards"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            className="max-w-72"
          />
        )}
        {dashboards.some(({ ownerId }) => ownerId !== reader.id) && (
          <OwnershipFilter reader={reader} value={ownership} onChange={setOwnership} />
        )}
      </div>
      {found.length === 0 ? (
        <EmptyState
          title="No dashboard matches"
          description={wanted === "" ? undefined : `Nothing here is called “${search}”.`}
        />
      ) : (
        <DashboardRows dashboards={found} />
      )}
    </div>
  )
}
