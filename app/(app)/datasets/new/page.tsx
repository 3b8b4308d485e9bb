import type { Metadata } from "next"
import Link from "next/link"
import { redirect } from "next/navigation"
import { ImportWizard } from "#components/datasets/import/import-wizard.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { RunId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"
import { readRun } from "#lib/server/runs/read-run.ts"

export const metadata: Metadata = { title: "Import a dataset" }

export default async function NewDatasetPage({ searchParams }: { searchParams: Promise<{ run?: string | string[] }> }) {
  const { actor } = await pageActor()
  // An import that has begun goes on without this page: loaded again, it leads to where the import shows.
  const runId = RunId.safeParse((await searchParams).run)
  if (runId.success) {
    const run = await orNotFound(readRun({ actor, runId: runId.data }))
    if (run.datasetId) redirect(`/datasets/${run.datasetId}`)
  }
  return (
    <Page>
      <PageHeader
        breadcrumb={<Link href="/datasets">Datasets</Link>}
        title="Import a dataset"
        description="Every value is kept exactly as it is in the file; what can't be is refused, with the line where it stands."
      />
      <ImportWizard />
    </Page>
  )
}
