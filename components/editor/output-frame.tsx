"use client"

import { Play, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { Button } from "#components/ui/button.tsx"
import { classNames } from "#components/ui/class-names.ts"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { ProgressBar } from "#components/ui/progress-bar.tsx"
import type { TrialView } from "#lib/browser/use-trial.ts"

type OutputFrameProps<Result> = {
  view: TrialView<Result>
  /** What runs: "card". */
  thing: string
  /** What running it is good for. */
  invitation: string
  runLabel?: string
  onRun: () => void
  children: (result: Result, isStale: boolean) => ReactNode
}

/** What the code gave when it last ran. It stays, dimmed, while it runs again. */
export function OutputFrame<Result>(props: OutputFrameProps<Result>) {
  const { view, thing, children } = props
  const { last, state } = view
  return (
    <div className="relative flex h-full min-h-0 flex-col" aria-busy={state === "running"}>
      {state === "running" && (
        <ProgressBar
          label={`Running the ${thing}`}
          fraction={null}
          className="absolute inset-x-0 top-0 z-10 h-0.5 rounded-none bg-transparent"
        />
      )}
      {view.state === "failed" && <Failure {...props} message={view.message} />}
      {state === "cancelled" && (
        <p className="border-b px-4 py-2 text-muted">
          Cancelled. {last ? "Below is the result of the run before." : ""}
        </p>
      )}
      {last ? (
        <div
          className={classNames(
            "flex min-h-0 flex-1 flex-col transition-opacity duration-(--duration-calm)",
            state !== "done" && "opacity-60",
          )}
        >
          {children(last, state !== "done")}
        </div>
      ) : (
        <NoResult {...props} />
      )}
    </div>
  )
}

function NoResult<Result>({ view, thing, invitation, runLabel = "Run", onRun }: OutputFrameProps<Result>) {
  if (view.state === "running") return <Pending className="flex-1">{`Running the ${thing}…`}</Pending>
  if (view.state === "failed") return null
  return (
    <EmptyState
      className="flex-1"
      title="Nothing to show yet"
      description={invitation}
      actions={
        <Button onClick={onRun}>
          <Play aria-hidden />
          {runLabel}
        </Button>
      }
    />
  )
}

function Failure<Result>({ view, thing, onRun, message }: OutputFrameProps<Result> & { message: string }) {
  const title = `The ${thing} could not be run`
  if (!view.last) return <ErrorState title={title} description={message} onRetry={onRun} className="flex-1" />
  return (
    <div role="alert" className="flex items-center gap-3 border-b bg-negative-soft px-4 py-2">
      <p className="min-w-0 flex-1">
        <strong className="font-medium">{title}.</strong> {message}
      </p>
      <Button size="small" onClick={onRun}>
        Try again
      </Button>
    </div>
  )
}

/** What the result's reader should know, one below the other. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  return warnings.map((warning, place) => (
    <p key={place} className="flex items-start gap-2 border-b bg-warning-soft px-4 py-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      <span className="min-w-0 break-words">{warning}</span>
    </p>
  ))
}

/** What the code printed. */
export function Printed({ text, open }: { text: string; open: boolean }) {
  if (text === "") return null
  return (
    <details open={open} className="max-h-[40%] shrink-0 overflow-auto border-t">
      <summary className="sticky top-0 bg-surface px-4 py-2 text-12 font-medium">Printed</summary>
      <pre className="px-4 pb-3 text-12 whitespace-pre-wrap">{text}</pre>
    </details>
  )
}
