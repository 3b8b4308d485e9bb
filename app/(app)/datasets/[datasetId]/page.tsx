import type { Metadata } from "next"
import Link from "next/link"
import { notFound } from "next/navigation"
import { Suspense } from "react"
import { AskBeside } from "#components/chat/ask-beside.tsx"
import { DatasetActions } from "#components/datasets/dataset-actions.tsx"
import { DatasetDescription } from "#components/datasets/dataset-description.tsx"
import { DatasetFacts } from "#components/datasets/dataset-facts.tsx"
import { MadeBy } from "#components/datasets/made-by.tsx"
import { StaleBanner } from "#components/datasets/stale-banner.tsx"
import { WaitingBanner } from "#components/datasets/waiting-banner.tsx"
import { ImportOutcome } from "#components/datasets/import/import-outcome.tsx"
import { AboutTab } from "#components/datasets/view/about-tab.tsx"
import { ColumnsTab } from "#components/datasets/view/columns-tab.tsx"
import { DataTab } from "#components/datasets/view/data-tab.tsx"
import { datasetTabOf, datasetTabsFor, type DatasetTab } from "#components/datasets/view/dataset-tab.ts"
import { DatasetTabs } from "#components/datasets/view/dataset-tabs.tsx"
import { PastVersionBanner } from "#components/datasets/view/past-version-banner.tsx"
import { UsageTab } from "#components/datasets/view/usage-tab.tsx"
import { VersionsTab } from "#components/datasets/view/versions-tab.tsx"
import { LineagePanel } from "#components/lineage/lineage-panel.tsx"
import { PageHeader } from "#components/ui/page-header.tsx"
import { Page } from "#components/ui/page.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"
import { AppError } from "#lib/domain/app-error.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { withoutGrants } from "#lib/domain/grant.ts"
import { DatasetId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Run } from "#lib/domain/run.ts"
import type { Actor } from "#lib/domain/user.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { previewDataset } from "#lib/server/datasets/preview-dataset.ts"
import { readDataset } from "#lib/server/datasets/read-dataset.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"
import { waitingFor } from "#lib/server/runs/list-waiting.ts"
import { readRun } from "#lib/server/runs/read-run.ts"
import { describeTransform } from "#lib/server/transforms/describe-transform.ts"

const PREVIEW_ROWS = 100

type DatasetPageProps = {
  params: Promise<{ datasetId: string }>
  searchParams: Promise<{ tab?: string; version?: string }>
}

export const metadata: Metadata = { title: "Dataset" }

export default async function DatasetPage({ params, searchParams }: DatasetPageProps) {
  const datasetId = DatasetId.safeParse((await params).datasetId)
  if (!datasetId.success) notFound()
  const { actor } = await pageActor()
  const found = await orNotFound(readDataset({ actor, datasetId: datasetId.data }))
  const dataset = withoutGrants(found)
  const run = await importOf(actor, dataset)
  const canEdit = atLeast(rightOn(actor, found), "edit")
  const { source, stale } = dataset
  const [maker, culprit, waiting] = await Promise.all([
    source.type === "transform" ? describeTransform(actor, source.transformId) : null,
    stale ? describeTransform(actor, stale.transformId) : null,
    source.type === "transform" ? waitingFor(dataset.id) : null,
  ])
  const { tab, version } = await searchParams
  const tabs = datasetTabsFor(canEdit)
  const current = dataset.dataVersion
  const past = pastVersionOf(version, current)
  return (
    <AskBeside subject={{ kind: "dataset", id: dataset.id, name: dataset.name }}>
      <Page>
        <PageHeader
          breadcrumb={<Link href="/datasets">Datasets</Link>}
          title={dataset.name}
          description={current && <DatasetFacts dataset={dataset} dataVersion={current} />}
          actions={
            <DatasetActions dataset={dataset} canEdit={canEdit} isMade={maker !== null} version={past ?? undefined} />
          }
        />
        {run?.kind === "import" && <ImportOutcome dataset={dataset} run={run} canEdit={canEdit} />}
        {maker && <MadeBy maker={maker} />}
        {maker && waiting && <WaitingBanner run={waiting} maker={maker} />}
        {dataset.stale && <StaleBanner stale={dataset.stale} culprit={culprit} />}
        <DatasetDescription key={dataset.description} dataset={dataset} canEdit={canEdit} />
        {current && (
          <div className="flex flex-col gap-4">
            <DatasetTabs datasetId={dataset.id} current={datasetTabOf(tab, tabs)} tabs={tabs} />
            <Part
              actor={actor}
              dataset={dataset}
              current={current}
              canEdit={canEdit}
              tab={datasetTabOf(tab, tabs)}
              past={past}
            />
          </div>
        )}
      </Page>
    </AskBeside>
  )
}

/** The number of a past version that the address asks for; null for the current one, and for any other word. */
function pastVersionOf(word: string | undefined, current: DataVersion | null): number | null {
  const number = Number(word)
  return current && Number.isInteger(number) && number > 0 && number < current.number ? number : null
}

type PartProps = {
  actor: Actor
  dataset: Dataset
  current: DataVersion
  canEdit: boolean
  tab: DatasetTab
  past: number | null
}

function Part({ actor, dataset, current, canEdit, tab, past }: PartProps) {
  switch (tab) {
    case "columns":
      return <ColumnsTab dataset={dataset} current={current} canEdit={canEdit} />
    case "versions":
      return <VersionsTab dataset={dataset} current={current} canEdit={canEdit} />
    case "lineage":
      return (
        <div className="@container">
          <LineagePanel thing={{ kind: "dataset", id: dataset.id }} />
        </div>
      )
    case "usage":
      return <UsageTab datasetId={dataset.id} />
    case "about":
      return <AboutTab dataset={dataset} current={current} />
    case "data":
      if (past !== null)
        return (
          <>
            <PastVersionBanner dataset={dataset} current={current} number={past} canEdit={canEdit} />
            <DataTab key={past} dataset={dataset} version={past} initial={null} />
          </>
        )
      return (
        <Suspense key={current.number} fallback={<RowsSkeleton />}>
          <CurrentData actor={actor} dataset={dataset} current={current} />
        </Suspense>
      )
  }
}

/** With the first rows in the page itself; without them, the browser asks once more and says what is wrong. */
async function CurrentData({ actor, dataset, current }: { actor: Actor; dataset: Dataset; current: DataVersion }) {
  const preview = await previewDataset({ actor, datasetId: dataset.id, limit: PREVIEW_ROWS }).catch(
    (error: unknown) => {
      if (error instanceof AppError) return null
      throw error
    },
  )
  return <DataTab dataset={dataset} version={current.number} initial={preview} />
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

function RowsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3 rounded-panel border p-3">
      <span className="sr-only">Reading the first rows…</span>
      {["w-full", "w-11/12", "w-full", "w-10/12", "w-full", "w-11/12"].map((width, index) => (
        <Skeleton key={index} className={width} />
      ))}
    </div>
  )
}
