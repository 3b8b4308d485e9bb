import { Plus } from "lucide-react"
import type { Metadata } from "next"
import { CardList } from "#components/cards/card-list.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listCards } from "#lib/server/cards/list-cards.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"

export const metadata: Metadata = { title: "Cards" }

const LIMIT = 200

export default async function CardsPage() {
  const { actor, user } = await pageActor()
  const [cards, datasets] = await Promise.all([
    listCards({ actor, limit: LIMIT }),
    listDatasets({ actor, limit: LIMIT }),
  ])
  return (
    <Page>
      <PageHeader
        title="Cards"
        actions={
          <LinkButton href="/cards/new" variant="primary">
            <Plus aria-hidden />
            New card
          </LinkButton>
        }
      />
      <CardList cards={cards.data} datasets={datasets.data.map(({ id, name }) => ({ id, name }))} reader={user} />
    </Page>
  )
}
