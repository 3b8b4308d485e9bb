"use client"

import { Play } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { DatasetId, RunId } from "#lib/domain/ids.ts"
import type { TransformDetail } from "#lib/domain/summaries.ts"
import { RunHistory } from "./run-history.tsx"
import { RunView } from "./run-view.tsx"
import { isActive } from "./run-words.ts"
import type { Starting, useTransformRuns } from "./use-transform-runs.ts"

type RunsPaneProps = {
  transform: TransformDetail | null
  found: ReturnType<typeof useTransformRuns>
  /** null = the newest. */
  chosenId: RunId | null
  onChoose: (runId: RunId) => void
  starting: Starting
  hasUnsaved: boolean
  onStart: () => void
  nameOf: (id: DatasetId) => string | undefined
  onGoTo: (line: number) => void
}

/** Runs of the saved transform: the newest or a chosen one, and all there were. */
export function RunsPane(props: RunsPaneProps) {
  const { transform, found, chosenId, onChoose, starting, hasUnsaved, onStart, nameOf, onGoTo } = props
  const { runs, query } = found
  const [newest] = runs
  const shown = runs.find(({ id }) => id === chosenId) ?? newest
  const isBusy = newest !== undefined && isActive(newest)
  const canEdit = transform === null || transform.canEdit
  const startButton = canEdit && (
    <Button
      variant={newest ? "secondary" : "primary"}
      size={newest ? "small" : "medium"}
      pending={starting.state === "starting"}
      disabled={isBusy && !hasUnsaved}
      onClick={onStart}
    >
      <Play aria-hidden />
      {hasUnsaved ? "Save and run" : "Run now"}
    </Button>
  )
  return (
    <div className="flex h-full min-h-0 flex-col overflow-y-auto">
      {starting.state === "failed" && (
        <p role="alert" className="border-b bg-negative-soft px-4 py-2">
          <strong className="font-medium">It could not be started.</strong> {starting.message}
        </p>
      )}
      {shown && transform ? (
        <>
          <div className="flex min-h-11 items-center justify-between gap-2 border-b px-4 py-1.5">
            <h2 className="text-13 font-semibold">
              {shown.id === newest?.id ? (isBusy ? "This run" : "Last run") : "An earlier run"}
            </h2>
            {startButton}
          </div>
          <RunView
            key={shown.id}
            run={shown}
            currentVersion={transform.version}
            nameOf={nameOf}
            canEdit={canEdit}
            onGoTo={onGoTo}
          />
          <h2 className="px-4 pt-2 pb-1.5 text-13 font-semibold">History</h2>
          <RunHistory runs={runs} shownId={shown.id} onShow={onChoose} nameOf={nameOf} />
          {query.hasNextPage && (
            <Button
              size="small"
              className="my-3 self-center"
              pending={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show earlier runs
            </Button>
          )}
        </>
      ) : query.isError ? (
        <ErrorState
          title="The runs can’t be listed"
          description={errorMessage(query.error)}
          onRetry={() => void query.refetch()}
          className="flex-1"
        />
      ) : transform !== null && query.isPending ? (
        <Pending className="flex-1">Reading the runs…</Pending>
      ) : (
        <EmptyState
          className="flex-1"
          title="It has not run yet"
          description="A run reads the inputs whole and publishes the result as a dataset, which its first success makes."
          actions={startButton}
        />
      )}
    </div>
  )
}
