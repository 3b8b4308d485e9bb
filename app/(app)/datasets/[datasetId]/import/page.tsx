import type { Metadata } from "next"
import Link from "next/link"
import { notFound, redirect } from "next/navigation"
import { ImportAgain } from "#components/datasets/import/import-again.tsx"
import { ImportWizard } from "#components/datasets/import/import-wizard.tsx"
import { sourceWords } from "#components/datasets/source-words.ts"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { withoutGrants } from "#lib/domain/grant.ts"
import { Panel } from "#components/ui/panel.tsx"
import { DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readDataset } from "#lib/server/datasets/read-dataset.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

export const metadata: Metadata = { title: "Import new data" }

type ImportPageProps = {
  params: Promise<{ datasetId: string }>
  searchParams: Promise<{ run?: string | string[] }>
}

export default async function ImportPage({ params, searchParams }: ImportPageProps) {
  const datasetId = DatasetId.safeParse((await params).datasetId)
  if (!datasetId.success) notFound()
  const { actor } = await pageActor()
  const found = await orNotFound(readDataset({ actor, datasetId: datasetId.data }))
  const dataset = withoutGrants(found)
  if (!atLeast(rightOn(actor, found), "edit")) notFound()
  // An import that has begun shows on the dataset's page.
  if ((await searchParams).run !== undefined) redirect(`/datasets/${dataset.id}`)
  return (
    <Page>
      <PageHeader
        breadcrumb={<Link href={`/datasets/${dataset.id}`}>{dataset.name}</Link>}
        title="Import new data"
        description="Cards go on reading the data there is until the new data has been imported whole. When columns are added, removed or change their type, you are asked first."
      />
      {dataset.source.type === "s3" && dataset.dataVersion && (
        <Panel
          title="From the same place"
          description={`${sourceWords(dataset.source)}, read as before, replacing the rows there are. Skipped when the file has not changed.`}
          bodyClassName="hidden"
          className="[&>header]:border-b-0"
          actions={<ImportAgain datasetId={dataset.id} disabled={dataset.status === "importing"} variant="primary" />}
        />
      )}
      <ImportWizard datasetId={dataset.id} startOptions={dataset.dataVersion?.options} />
    </Page>
  )
}
