import { Plus } from "lucide-react"
import type { Metadata } from "next"
import { DashboardList } from "#components/dashboards/dashboard-list.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listDashboards } from "#lib/server/dashboards/list-dashboards.ts"

export const metadata: Metadata = { title: "Dashboards" }

const LIMIT = 200

export default async function DashboardsPage() {
  const { actor, user } = await pageActor()
  const { data: dashboards } = await listDashboards({ actor, limit: LIMIT })
  return (
    <Page>
      <PageHeader
        title="Dashboards"
        actions={
          <LinkButton href="/dashboards/new" variant="primary">
            <Plus aria-hidden />
            New dashboard
          </LinkButton>
        }
      />
      <DashboardList dashboards={dashboards} reader={user} />
    </Page>
  )
}
