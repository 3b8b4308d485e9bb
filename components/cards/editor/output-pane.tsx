"use client"

import { Play, TriangleAlert, Wrench } from "lucide-react"
import { CardDisplay } from "#components/cards/display/card-display.tsx"
import { Button } from "#components/ui/button.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { ProgressBar } from "#components/ui/progress-bar.tsx"
import type { PreviewView } from "#lib/browser/use-card-preview.ts"
import type { CardError } from "#lib/domain/job-contract.ts"
import type { CardPreview } from "#lib/domain/render-line.ts"
import { CardErrorView } from "./card-error-view.tsx"
import { RunFacts } from "./run-facts.tsx"

type OutputPaneProps = {
  view: PreviewView
  title: string
  onRun: () => void
  onGoTo: (line: number) => void
  /** Absent where nothing can mend it. */
  onFix?: ((error: CardError) => void) | undefined
}

/** What the code gave when it last ran. It stays, dimmed, while it runs again. */
export function OutputPane({ view, title, onRun, onGoTo, onFix }: OutputPaneProps) {
  const { last, state } = view
  return (
    <div className="relative flex h-full min-h-0 flex-col" aria-busy={state === "running"}>
      {state === "running" && (
        <ProgressBar
          label="Running the card"
          fraction={null}
          className="absolute inset-x-0 top-0 z-10 h-0.5 rounded-none bg-transparent"
        />
      )}
      {state === "failed" && <RunFailure view={view} onRun={onRun} />}
      {state === "cancelled" && (
        <p className="border-b px-4 py-2 text-muted">
          Cancelled. {last ? "Below is the result of the run before." : ""}
        </p>
      )}
      {last ? (
        <Result preview={last} title={title} isStale={state !== "done"} onGoTo={onGoTo} onFix={onFix} />
      ) : (
        <NoResult view={view} onRun={onRun} />
      )}
    </div>
  )
}

function NoResult({ view, onRun }: { view: PreviewView; onRun: () => void }) {
  if (view.state === "running") return <Pending className="flex-1">Running the card…</Pending>
  if (view.state === "failed") return null
  return (
    <EmptyState
      className="flex-1"
      title="Nothing to show yet"
      description="Run the card to see what it draws."
      actions={
        <Button onClick={onRun}>
          <Play aria-hidden />
          Run
        </Button>
      }
    />
  )
}

function RunFailure({ view, onRun }: { view: Extract<PreviewView, { state: "failed" }>; onRun: () => void }) {
  const { message, last } = view
  if (!last)
    return <ErrorState title="The card could not be run" description={message} onRetry={onRun} className="flex-1" />
  return (
    <div role="alert" className="flex items-center gap-3 border-b bg-negative-soft px-4 py-2">
      <p className="min-w-0 flex-1">
        <strong className="font-medium">The card could not be run.</strong> {message}
      </p>
      <Button size="small" onClick={onRun}>
        Try again
      </Button>
    </div>
  )
}

type ResultProps = Pick<OutputPaneProps, "title" | "onGoTo" | "onFix"> & { preview: CardPreview; isStale: boolean }

function Result({ preview, title, isStale, onGoTo, onFix }: ResultProps) {
  const { display, error, stdout, warnings } = preview
  return (
    <div
      className={classNames(
        "flex min-h-0 flex-1 flex-col transition-opacity duration-(--duration-calm)",
        isStale && "opacity-60",
      )}
    >
      {error && (
        <CardErrorView
          error={error}
          onGoTo={onGoTo}
          action={
            onFix && (
              <Button size="small" onClick={() => onFix(error)}>
                <Wrench aria-hidden />
                Fix this error
              </Button>
            )
          }
        />
      )}
      {warnings.map((warning) => (
        <p key={warning} className="flex items-start gap-2 border-b bg-warning-soft px-4 py-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          <span className="min-w-0 break-words">{warning}</span>
        </p>
      ))}
      <div className="min-h-0 flex-1 overflow-auto">
        {display && Object.keys(display).length > 0 ? (
          <CardDisplay display={display} title={title} stale={isStale} />
        ) : (
          !error && (
            <EmptyState
              title="The card drew nothing"
              description={
                stdout
                  ? "render() returned None; what it printed is below."
                  : "render() returned None and printed nothing. Return a figure, a table or text."
              }
            />
          )
        )}
      </div>
      {stdout && (
        <details open={!display || Boolean(error)} className="max-h-[40%] shrink-0 overflow-auto border-t">
          <summary className="sticky top-0 bg-surface px-4 py-2 text-12 font-medium">Printed</summary>
          <pre className="px-4 pb-3 text-12 whitespace-pre-wrap">{stdout}</pre>
        </details>
      )}
      <RunFacts preview={preview} />
    </div>
  )
}
