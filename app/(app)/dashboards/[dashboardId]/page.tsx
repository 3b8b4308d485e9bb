import type { Metadata } from "next"
import { notFound, redirect } from "next/navigation"
import { after } from "next/server"
import { cache } from "react"
import { DashboardView } from "#components/dashboards/dashboard-view.tsx"
import { FILTER_PREFIX, VIEW_KEY, viewQuery } from "#lib/browser/filter-url.ts"
import type { FilterViewSummary } from "#lib/domain/filter-view.ts"
import { DashboardId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readDashboard } from "#lib/server/dashboards/read-dashboard.ts"
import { recordVisit } from "#lib/server/dashboards/record-visit.ts"
import { listFilterViews } from "#lib/server/filter-views/manage-filter-views.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

type Query = Record<string, string | string[] | undefined>
type DashboardPageProps = { params: Promise<{ dashboardId: string }>; searchParams: Promise<Query> }

// Title and page ask for the same; one read a request answers both.
const load = cache(async (text: string) => {
  const dashboardId = DashboardId.safeParse(text)
  if (!dashboardId.success) notFound()
  const { actor } = await pageActor()
  return { actor, dashboard: await orNotFound(readDashboard({ actor, dashboardId: dashboardId.data })) }
})

export async function generateMetadata({ params }: DashboardPageProps): Promise<Metadata> {
  const { dashboard } = await load((await params).dashboardId)
  return { title: dashboard.name }
}

export default async function DashboardPage({ params, searchParams }: DashboardPageProps) {
  const { actor, dashboard } = await load((await params).dashboardId)
  const views = await listFilterViews({ actor, dashboardId: dashboard.id })
  const view = viewToApply(views, await searchParams)
  const query = view && viewQuery(dashboard.filters, view)
  if (view && query && query !== `${VIEW_KEY}=${(await searchParams)[VIEW_KEY]}`)
    redirect(`/dashboards/${dashboard.id}?${query}`)
  after(() => recordVisit({ actor, dashboardId: dashboard.id }))
  return <DashboardView key={dashboard.version} dashboard={dashboard} views={views} />
}

/** An address with filters in it says all; one without gets the view it names, or else the default: one's own views come first. */
function viewToApply(views: readonly FilterViewSummary[], query: Query): FilterViewSummary | null {
  if (Object.keys(query).some((key) => key.startsWith(FILTER_PREFIX))) return null
  const named = query[VIEW_KEY]
  if (named !== undefined) return views.find(({ id }) => id === named) ?? null
  return views.find(({ isDefault }) => isDefault) ?? null
}
