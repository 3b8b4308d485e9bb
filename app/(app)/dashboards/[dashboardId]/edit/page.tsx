import type { Metadata } from "next"
import { notFound, redirect } from "next/navigation"
import { DashboardEditor } from "#components/dashboards/edit/dashboard-editor.tsx"
import { DashboardId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readDashboard } from "#lib/server/dashboards/read-dashboard.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

export const metadata: Metadata = { title: "Edit dashboard" }

export default async function EditDashboardPage({ params }: { params: Promise<{ dashboardId: string }> }) {
  const dashboardId = DashboardId.safeParse((await params).dashboardId)
  if (!dashboardId.success) notFound()
  const { actor } = await pageActor()
  const dashboard = await orNotFound(readDashboard({ actor, dashboardId: dashboardId.data }))
  // Whoever may only look is shown what they may see.
  if (dashboard.access === "viewer") redirect(`/dashboards/${dashboard.id}`)
  return <DashboardEditor key={dashboard.version} dashboard={dashboard} />
}
