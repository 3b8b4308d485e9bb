import { Plus } from "lucide-react"
import type { Metadata } from "next"
import { DatasetList } from "#components/datasets/dataset-list.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { readNames } from "#lib/server/users/read-names.ts"

export const metadata: Metadata = { title: "Datasets" }

const LIMIT = 200

export default async function DatasetsPage() {
  const { actor, user } = await pageActor()
  const { data: datasets } = await listDatasets({ actor, limit: LIMIT })
  const ownerNames = Object.fromEntries(await readNames(datasets.map(({ ownerId }) => ownerId)))
  return (
    <Page>
      <PageHeader
        title="Datasets"
        actions={
          <LinkButton href="/datasets/new" variant="primary">
            <Plus aria-hidden />
            Import
          </LinkButton>
        }
      />
      <DatasetList datasets={datasets} ownerNames={ownerNames} reader={user} />
    </Page>
  )
}
