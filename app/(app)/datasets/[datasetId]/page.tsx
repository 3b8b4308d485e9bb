import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import { Suspense } from "react"
import { ColumnList } from "#components/datasets/column-list.tsx"
import { DatasetActions } from "#components/datasets/dataset-actions.tsx"
import { DatasetDescription } from "#components/datasets/dataset-description.tsx"
import { DatasetFacts } from "#components/datasets/dataset-facts.tsx"
import { ImportOutcome } from "#components/datasets/import-outcome.tsx"
import { ImportWarnings } from "#components/datasets/import-warnings.tsx"
import { PreviewFailed } from "#components/datasets/preview-failed.tsx"
import { PreviewTable } from "#components/datasets/preview-table.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dataset } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { previewDataset } from "#lib/server/datasets/preview-dataset.ts"
import { readDataset } from "#lib/server/datasets/read-dataset.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"
import { readRun } from "#lib/server/runs/read-run.ts"

const PREVIEW_ROWS = 100

type DatasetPageProps = { params: Promise<{ datasetId: string }> }

export const metadata: Metadata = { title: "Dataset" }

export default async function DatasetPage({ params }: DatasetPageProps) {
  const datasetId = DatasetId.safeParse((await params).datasetId)
  if (!datasetId.success) notFound()
  const { actor } = await pageActor()
  const found = await orNotFound(readDataset({ actor, datasetId: datasetId.data }))
  const dataset = withoutGrants(found)
  const run = await importOf(actor, dataset)
  const canEdit = atLeast(rightOn(actor, found), "edit")
  return (
    <Page>
      <PageHeader
        breadcrumb={<Link href="/datasets">Datasets</Link>}
        title={dataset.name}
        description={dataset.dataVersion && <DatasetFacts dataset={dataset} dataVersion={dataset.dataVersion} />}
        actions={<DatasetActions dataset={dataset} canEdit={canEdit} />}
      />
      {run && <ImportOutcome dataset={dataset} run={run} canEdit={canEdit} />}
      <DatasetDescription key={dataset.description} dataset={dataset} canEdit={canEdit} />
      {dataset.dataVersion && <ImportWarnings warnings={dataset.dataVersion.warnings} />}
      {dataset.dataVersion && (
        <section className="flex flex-col gap-2">
          <h2 className="text-14 font-semibold">First rows</h2>
          <Suspense key={dataset.dataVersion.id} fallback={<PreviewSkeleton />}>
            <Preview actor={actor} dataset={dataset} />
          </Suspense>
        </section>
      )}
      {dataset.columns.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-14 font-semibold">Columns</h2>
          <ColumnList columns={dataset.columns} />
        </section>
      )}
    </Page>
  )
}

/** Whoever may see the dataset may still not see a run that someone else started. */
async function importOf(actor: Actor, dataset: Dataset): Promise<Run | null> {
  if (dataset.runId === null) return null
  try {
    return await readRun({ actor, runId: dataset.runId })
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null
    throw error
  }
}

async function Preview({ actor, dataset }: { actor: Actor; dataset: Dataset }) {
  const preview = await previewDataset({ actor, datasetId: dataset.id, limit: PREVIEW_ROWS }).catch(
    (error: unknown) => {
      if (error instanceof AppError) return error.message
      throw error
    },
  )
  return typeof preview === "string" ? <PreviewFailed message={preview} /> : <PreviewTable preview={preview} />
}

function PreviewSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3 rounded-panel border p-3">
      <span className="sr-only">Reading the first rows…</span>
      {["w-full", "w-11/12", "w-full", "w-10/12", "w-full", "w-11/12"].map((width, index) => (
        <Skeleton key={index} className={width} />
      ))}
    </div>
  )
}
