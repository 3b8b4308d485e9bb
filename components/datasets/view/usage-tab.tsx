"use client"

import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { ReaderList } from "./schema-changes.tsx"
import { useUsage } from "./use-dataset-queries.ts"

/** The cards and transforms that read a dataset, and the dashboards these cards are on. */
export function UsageTab({ datasetId }: { datasetId: DatasetId }) {
  const usage = useUsage(datasetId)
  if (usage.isPending) return <Pending>Looking for its readers…</Pending>
  if (usage.isError)
    return (
      <ErrorState
        title="Its readers can't be listed"
        description={errorMessage(usage.error)}
        onRetry={() => void usage.refetch()}
      />
    )
  if (usage.data.length === 0)
    return (
      <EmptyState
        title="Nothing reads this dataset yet"
        description="Cards and transforms that read it, and dashboards they are on, are listed here."
        actions={<LinkButton href={`/cards/new?dataset=${datasetId}`}>New card from this dataset</LinkButton>}
      />
    )
  return <ReaderList readers={usage.data} />
}
