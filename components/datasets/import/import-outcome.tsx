import { LinkButton } from "#components/ui/link-button.tsx"
import { Panel } from "#components/ui/panel.tsx"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Run } from "#lib/domain/run.ts"
import { ImportFailure } from "./import-failure.tsx"
import { ImportInProgress } from "./import-in-progress.tsx"
import { failureOfRun } from "./upload-state.ts"

/** What the reader must know of a dataset's latest import: nothing once it has succeeded. */
export function ImportOutcome({ dataset, run, canEdit }: { dataset: Dataset; run: Run; canEdit: boolean }) {
  const hasData = dataset.dataVersion !== null
  const retry = canEdit && (
    <LinkButton href={`/datasets/${dataset.id}/import`} size="small">
      Choose another file
    </LinkButton>
  )
  switch (run.status) {
    case "queued":
    case "running":
    case "awaiting_confirmation":
      return (
        <Panel
          title={hasData ? "Importing new data" : "Importing"}
          description={hasData ? "The data below stays until the import has succeeded." : undefined}
        >
          <ImportInProgress key={run.id} runId={run.id} initial={run} />
        </Panel>
      )
    case "failed": {
      const failure = failureOfRun(run)
      const advice = hasData ? `${failure.advice} The data there was before stays.` : failure.advice
      return <ImportFailure failure={{ ...failure, advice }} actions={retry} />
    }
    case "cancelled":
      return hasData ? null : (
        <ImportFailure
          failure={{ message: "The import was cancelled.", advice: "This dataset has no data yet." }}
          actions={retry}
        />
      )
    case "succeeded":
      return null
  }
}
