import { Check } from "lucide-react"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Panel } from "#components/ui/panel.tsx"
import type { Dataset } from "#lib/domain/dataset.ts"
import type { Run } from "#lib/domain/run.ts"
import { LocalTime } from "../local-time.tsx"
import { ImportFailure } from "./import-failure.tsx"
import { failureOfRun } from "./import-failure-of.ts"
import { ImportInProgress } from "./import-in-progress.tsx"
import { ReviewPanel } from "./review-panel.tsx"

/** What the reader must know of a dataset's latest import: nothing once it has published its data. */
export function ImportOutcome({ dataset, run, canEdit }: { dataset: Dataset; run: Run; canEdit: boolean }) {
  const hasData = dataset.dataVersion !== null
  const retry = canEdit && (
    <LinkButton href={`/datasets/${dataset.id}/import`} size="small">
      Choose another file
    </LinkButton>
  )
  switch (run.status) {
    case "awaiting_confirmation":
      if (run.review) return <ReviewPanel key={run.id} run={run} review={run.review} canEdit={canEdit} />
      return null
    case "queued":
    case "running":
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
      return run.outcome === "unchanged" ? <Unchanged at={run.finishedAt ?? run.createdAt} /> : null
  }
}

function Unchanged({ at }: { at: string }) {
  return (
    <p role="status" className="flex items-center gap-2 text-muted">
      <Check aria-hidden className="size-4 shrink-0 text-positive" />
      <span>
        Nothing to import: the file in S3 was unchanged when looked at, <LocalTime iso={at} withTime />.
      </span>
    </p>
  )
}
