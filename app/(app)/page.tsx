import type { Metadata } from "next"
import { FirstSteps } from "#components/home/first-steps.tsx"
import { HomeScreen } from "#components/home/home-screen.tsx"
import { WaitingRuns } from "#components/home/waiting-runs.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import type { Home } from "#lib/domain/summaries.ts"
import type { Actor } from "#lib/domain/user.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listCards } from "#lib/server/cards/list-cards.ts"
import { listDashboards } from "#lib/server/dashboards/list-dashboards.ts"
import { readHome } from "#lib/server/dashboards/read-home.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"

export const metadata: Metadata = { title: "Home" }

const LIMIT = 30

export default async function HomePage() {
  const { actor } = await pageActor()
  const [home, dashboards] = await Promise.all([readHome({ actor }), listDashboards({ actor, limit: LIMIT })])
  if (dashboards.data.length === 0) return <NewcomersHome actor={actor} waiting={home.waiting} />
  return <HomeScreen {...home} all={dashboards.data} hasMore={dashboards.nextCursor !== null} />
}

async function NewcomersHome({ actor, waiting }: { actor: Actor; waiting: Home["waiting"] }) {
  const [datasets, cards] = await Promise.all([listDatasets({ actor, limit: 1 }), listCards({ actor, limit: 1 })])
  return (
    <Page>
      <PageHeader title="Home" />
      <WaitingRuns waiting={waiting} />
      <FirstSteps hasDataset={datasets.data.length > 0} hasCard={cards.data.length > 0} />
    </Page>
  )
}
