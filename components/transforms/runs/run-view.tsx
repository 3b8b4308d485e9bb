"use client"

import { useQueryClient } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { formatSize } from "#components/datasets/format-size.ts"
import { ImportProgress } from "#components/datasets/import/import-progress.tsx"
import { ReviewPanel } from "#components/datasets/import/review-panel.tsx"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { CodeErrorView } from "#components/editor/code-error-view.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { useLocale } from "#lib/browser/use-locale.ts"
import { useRun } from "#lib/browser/use-run.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import { RunCause } from "./run-cause.tsx"
import { RunDuration } from "./run-duration.tsx"
import { RunLog } from "./run-log.tsx"
import { isActive, statusWords } from "./run-words.ts"

type RunViewProps = {
  run: Run
  /** The version of the code that is saved now. */
  currentVersion: number
  nameOf: (id: DatasetId) => string | undefined
  canEdit: boolean
  onGoTo: (line: number) => void
}

/** One run, as it goes: what it does or did, how much, and why it ended. */
export function RunView({ run: known, currentVersion, nameOf, canEdit, onGoTo }: RunViewProps) {
  const queries = useQueryClient()
  const view = useRun(known.id, known)
  // The list may hear of the end first.
  const run = hasEnded(known.status) ? known : ("run" in view && view.run) || known
  const { words, tone } = statusWords(run)
  return (
    <section aria-label="Run" className="flex flex-col gap-3 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1" role="status">
        <Badge tone={tone}>{words}</Badge>
        <span className="text-muted">
          <RunCause run={run} nameOf={nameOf} />
          {run.cause?.type !== "schedule" && (
            <>
              , <LocalTime iso={run.startedAt ?? run.createdAt} withTime />
            </>
          )}
        </span>
      </p>
      {isActive(run) && <ImportProgress run={run} reconnecting={view.state === "reconnecting"} />}
      {view.state === "failed" && <p className="text-12 text-muted">It can’t be followed now. {view.message}</p>}
      {run.outcome === "missed" && (
        <p className="text-muted">Nobody called the scheduler at that instant. A later one was caught up instead.</p>
      )}
      {run.error && (
        <div className="overflow-hidden rounded-panel border border-negative/40 [&>div]:border-b-0">
          <CodeErrorView error={{ ...run.error, type: null }} onGoTo={onGoTo} />
        </div>
      )}
      {run.status === "failed" && (
        <p className="text-12 text-muted">What was published before stays; what depends on it is marked as old.</p>
      )}
      {run.status === "awaiting_confirmation" && run.review && (
        <ReviewPanel
          key={run.id}
          run={run}
          review={run.review}
          canEdit={canEdit}
          onDecided={() => void queries.invalidateQueries({ queryKey: ["transform"] })}
        />
      )}
      <RunFacts run={run} currentVersion={currentVersion} nameOf={nameOf} />
      {run.outcome !== "missed" && (
        <div className="flex flex-col gap-1">
          <h3 className="text-12 font-medium">Log</h3>
          <RunLog runId={run.id} isActive={isActive(run)} />
        </div>
      )}
    </section>
  )
}

type RunFactsProps = Pick<RunViewProps, "run" | "currentVersion" | "nameOf">

function RunFacts({ run, currentVersion, nameOf }: RunFactsProps) {
  const locale = useLocale()
  const { inputRows, outputRows, peakMemoryBytes, attempt, transformVersion, inputVersions } = run
  const count = (value: number) => value.toLocaleString(locale)
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2 tabular">
      {run.startedAt && (
        <Fact term="Duration">
          <RunDuration run={run} />
        </Fact>
      )}
      {inputRows != null && <Fact term="Rows in">{count(inputRows)}</Fact>}
      {outputRows != null && <Fact term="Rows out">{count(outputRows)}</Fact>}
      {peakMemoryBytes != null && <Fact term="Peak memory">{formatSize(peakMemoryBytes, locale)}</Fact>}
      {attempt != null && attempt > 1 && <Fact term="Begun">{count(attempt)} times</Fact>}
      {transformVersion != null && (
        <Fact term="Code">
          version {transformVersion}
          {transformVersion !== currentVersion && <span className="text-muted">, since changed</span>}
        </Fact>
      )}
      {inputVersions && (
        <Fact term="Read">
          {inputVersions
            .map(({ alias, datasetId, number }) => `${nameOf(datasetId) ?? alias} (version ${number})`)
            .join(", ")}
        </Fact>
      )}
      {run.status === "awaiting_confirmation" && run.confirmBy && (
        <Fact term="Dropped unless decided by">
          <LocalTime iso={run.confirmBy} withTime />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-muted">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
