import { Plus } from "lucide-react"
import { LinkButton } from "#components/ui/link-button.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { TextLink } from "#components/ui/text-link.tsx"
import type { DashboardSummary, Home } from "#lib/domain/summaries.ts"
import { DashboardRows } from "./dashboard-rows.tsx"
import { DashboardTiles } from "./dashboard-tiles.tsx"
import { HomeSection } from "./home-section.tsx"
import { WaitingRuns } from "./waiting-runs.tsx"

const MAX_RECENT = 6

type HomeScreenProps = Home & { all: DashboardSummary[]; hasMore: boolean }

export function HomeScreen({ starred, recent, waiting, all, hasMore }: HomeScreenProps) {
  const recentOnly = recent.filter(({ starred: isStarred }) => !isStarred).slice(0, MAX_RECENT)
  return (
    <Page className="gap-8">
      <PageHeader
        title="Home"
        actions={
          <LinkButton href="/dashboards/new">
            <Plus aria-hidden />
            New dashboard
          </LinkButton>
        }
      />
      <WaitingRuns waiting={waiting} />
      {starred.length > 0 && (
        <HomeSection title="Starred">
          <DashboardTiles dashboards={starred} />
        </HomeSection>
      )}
      {recentOnly.length > 0 && (
        <HomeSection title="Recently opened">
          <DashboardTiles dashboards={recentOnly} />
        </HomeSection>
      )}
      <HomeSection title="All dashboards">
        <DashboardRows dashboards={all} />
        {hasMore && (
          <p>
            <TextLink href="/dashboards">See the rest</TextLink>
          </p>
        )}
      </HomeSection>
    </Page>
  )
}
