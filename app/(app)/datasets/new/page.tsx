import type { Metadata } from "next"
import Link from "next/link"
import { UploadForm } from "#components/datasets/upload-form.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { pageActor } from "#lib/server/auth/page-actor.ts"

export const metadata: Metadata = { title: "Upload a dataset" }

export default async function NewDatasetPage() {
  await pageActor()
  return (
    <Page width="narrow">
      <PageHeader
        breadcrumb={<Link href="/datasets">Datasets</Link>}
        title="Upload a dataset"
        description="Every value is kept exactly as it is in the file; what can't be is refused, with the line where it stands."
      />
      <UploadForm />
    </Page>
  )
}
