"use client"

import { useState } from "react"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { Dataset, DataVersion } from "#lib/domain/dataset.ts"
import { LocalTime } from "../local-time.tsx"
import { sourceWords } from "../source-words.ts"
import { RestoreDialog } from "./restore-dialog.tsx"
import { useVersions } from "./use-dataset-queries.ts"
import { VersionComparison } from "./version-comparison.tsx"

type VersionsTabProps = { dataset: Dataset; current: DataVersion; canEdit: boolean }

/** Every state the data was in: to look at, to compare, to have back. */
export function VersionsTab({ dataset, current, canEdit }: VersionsTabProps) {
  const versions = useVersions(dataset.id, current.number)
  const [restoring, setRestoring] = useState<DataVersion | null>(null)
  if (versions.isPending) return <Pending>Reading the versions…</Pending>
  if (versions.isError)
    return (
      <ErrorState
        title="The versions can't be listed"
        description={errorMessage(versions.error)}
        onRetry={() => void versions.refetch()}
      />
    )
  const all = versions.data.pages.flatMap(({ data }) => data)
  return (
    <div className="flex flex-col gap-6">
      <ol aria-label="Versions" className="divide-y rounded-panel border">
        {all.map((version) => (
          <li key={version.number} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5">
            <VersionFacts version={version} isCurrent={version.number === current.number} />
            {version.number !== current.number && (
              <div className="flex gap-2">
                <LinkButton href={`/datasets/${dataset.id}?version=${version.number}`} size="small" variant="quiet">
                  Look at it
                </LinkButton>
                {canEdit && (
                  <Button size="small" disabled={dataset.status === "importing"} onClick={() => setRestoring(version)}>
                    Restore…
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      {versions.hasNextPage && (
        <Button
          className="self-center"
          pending={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          Show older versions
        </Button>
      )}
      {!versions.hasNextPage && (all.at(-1)?.number ?? 1) > 1 && (
        <p className="text-muted">Older versions have been removed: data are kept for a time only.</p>
      )}
      {all.length > 1 && <VersionComparison datasetId={dataset.id} versions={all} />}
      {restoring && <RestoreDialog dataset={dataset} version={restoring} onClose={() => setRestoring(null)} />}
    </div>
  )
}

function VersionFacts({ version, isCurrent }: { version: DataVersion; isCurrent: boolean }) {
  const locale = useLocale()
  const { number, publishedAt, rowCount, columns, source, mode, restoredFrom } = version
  const origin =
    restoredFrom !== null
      ? `restored from version ${restoredFrom}`
      : source && `${mode === "append" ? "appended from" : "from"} ${sourceWords(source)}`
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">Version {number}</span>
        {isCurrent && <Badge tone="positive">Current</Badge>}
        <span className="text-muted">
          as of <LocalTime iso={publishedAt} withTime />
        </span>
      </p>
      <p className="text-12 text-muted tabular [overflow-wrap:anywhere]">
        {rowCount.toLocaleString(locale)} {rowCount === 1 ? "row" : "rows"}, {columns.length.toLocaleString(locale)}{" "}
        {columns.length === 1 ? "column" : "columns"}
        {origin ? `, ${origin}` : ""}
      </p>
    </div>
  )
}
