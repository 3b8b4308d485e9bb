import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { after } from "next/server"
import { cache } from "react"
import { DashboardView } from "#components/dashboards/dashboard-view.tsx"
import { DashboardId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readDashboard } from "#lib/server/dashboards/read-dashboard.ts"
import { recordVisit } from "#lib/server/dashboards/record-visit.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

type DashboardPageProps = { params: Promise<{ dashboardId: string }> }

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

export default async function DashboardPage({ params }: DashboardPageProps) {
  const { actor, dashboard } = await load((await params).dashboardId)
  after(() => recordVisit({ actor, dashboardId: dashboard.id }))
  return <DashboardView key={dashboard.version} dashboard={dashboard} />
}
