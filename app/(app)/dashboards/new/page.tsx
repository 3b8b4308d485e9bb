import type { Metadata } from "next"
import { NewDashboardForm } from "#components/dashboards/new-dashboard-form.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "New dashboard" }

export default async function NewDashboardPage() {
  await pageActor()
  return (
    <Page width="narrow">
      <PageHeader title="New dashboard" description="Cards, side by side, under the same filters." />
      <NewDashboardForm />
    </Page>
  )
}
