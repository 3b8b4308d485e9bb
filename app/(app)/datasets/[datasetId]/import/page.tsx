import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import { UploadForm } from "#components/datasets/upload-form.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { withoutGrants } from "#lib/domain/grant.ts"
import { DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readDataset } from "#lib/server/datasets/read-dataset.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

export const metadata: Metadata = { title: "Replace the data" }

export default async function ImportPage({ params }: { params: Promise<{ datasetId: string }> }) {
  const datasetId = DatasetId.safeParse((await params).datasetId)
  if (!datasetId.success) notFound()
  const { actor } = await pageActor()
  const found = await orNotFound(readDataset({ actor, datasetId: datasetId.data }))
  const dataset = withoutGrants(found)
  if (!atLeast(rightOn(actor, found), "edit")) notFound()
  return (
    <Page width="narrow">
      <PageHeader
        breadcrumb={<Link href={`/datasets/${dataset.id}`}>{dataset.name}</Link>}
        title="Replace the data"
        description="Cards go on reading the data there is until the new file has been imported whole."
      />
      <UploadForm datasetId={dataset.id} />
    </Page>
  )
}
