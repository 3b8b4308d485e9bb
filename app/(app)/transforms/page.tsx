import { Plus } from "lucide-react"
import type { Metadata } from "next"
import { TransformList } from "#components/transforms/transform-list.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { listTransforms } from "#lib/server/transforms/list-transforms.ts"

export const metadata: Metadata = { title: "Transforms" }

const LIMIT = 200

export default async function TransformsPage() {
  const { actor, user } = await pageActor()
  const [transforms, datasets] = await Promise.all([
    listTransforms({ actor, limit: LIMIT }),
    listDatasets({ actor, limit: LIMIT }),
  ])
  return (
    <Page>
      <PageHeader
        title="Transforms"
        description="Datasets made from datasets: by hand, on a schedule, or when what they read changes."
        actions={
          <LinkButton href="/transforms/new" variant="primary">
            <Plus aria-hidden />
            New transform
          </LinkButton>
        }
      />
      <TransformList
        transforms={transforms.data}
        datasets={datasets.data.map(({ id, name, stale }) => ({ id, name, isStale: stale !== null }))}
        reader={user}
      />
    </Page>
  )
}
