"use client"

import { Wrench } from "lucide-react"
import { CardDisplay } from "#components/cards/display/card-display.tsx"
import { CodeErrorView } from "#components/editor/code-error-view.tsx"
import { OutputFrame, Printed, Warnings } from "#components/editor/output-frame.tsx"
import { Button } from "#components/ui/button.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import type { TrialView } from "#lib/browser/use-trial.ts"
import type { CardError } from "#lib/domain/job-contract.ts"
import type { CardPreview } from "#lib/domain/render-line.ts"
import { RunFacts } from "./run-facts.tsx"

type OutputPaneProps = {
  view: TrialView<CardPreview>
  title: string
  onRun: () => void
  onGoTo: (line: number) => void
  /** Absent where nothing can mend it. */
  onFix?: ((error: CardError) => void) | undefined
}

/** What the card drew when it last ran. */
export function OutputPane({ view, title, onRun, onGoTo, onFix }: OutputPaneProps) {
  return (
    <OutputFrame view={view} thing="card" invitation="Run the card to see what it draws." onRun={onRun}>
      {(preview, isStale) => <Result preview={preview} title={title} isStale={isStale} onGoTo={onGoTo} onFix={onFix} />}
    </OutputFrame>
  )
}

type ResultProps = Pick<OutputPaneProps, "title" | "onGoTo" | "onFix"> & { preview: CardPreview; isStale: boolean }

function Result({ preview, title, isStale, onGoTo, onFix }: ResultProps) {
  const { display, error, stdout, warnings, dataStale } = preview
  return (
    <>
      {error && (
        <CodeErrorView
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
      <Warnings warnings={dataStale === undefined ? warnings : [`The data are old: ${dataStale}`, ...warnings]} />
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
      <Printed text={stdout} open={!display || Boolean(error)} />
      <RunFacts preview={preview} />
    </>
  )
}
