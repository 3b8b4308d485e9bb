"use client"

import { Button } from "#components/ui/button.tsx"
import { Panel } from "#components/ui/panel.tsx"
import { Pending } from "#components/ui/pending.tsx"
import type { ImportOptions } from "#lib/domain/job-contract.ts"
import { ImportFailure } from "./import-failure.tsx"
import { ImportRemarks } from "./import-remarks.tsx"
import { inspectionOf, type ImportState } from "./import-state.ts"
import { ImportTargetFields } from "./import-target-fields.tsx"
import { InspectedPreview } from "./inspected-preview.tsx"
import { ReadingSettings } from "./reading-settings.tsx"
import { SourceLine } from "./source-line.tsx"
import type { Import } from "./use-import.ts"

type SettleFormProps = { state: Extract<ImportState, { step: "settling" }>; job: Import; isNew: boolean }

/** The chosen file as it would be read, everything changeable, and the button that imports it. */
export function SettleForm({ state, job, isNew }: SettleFormProps) {
  const { draft, preview, accepted, told } = state
  const inspection = inspectionOf(preview)
  const change = (options: Partial<ImportOptions>) => job.dispatch({ type: "options-changed", change: options })
  const replace = (options: ImportOptions) => job.dispatch({ type: "options-replaced", options })
  const hasChoices = Object.keys(draft.options).length > 0
  const canImport = preview.state === "shown" && (!isNew || draft.name.trim() !== "")
  const failure = preview.state === "refused" ? preview.failure : told?.kind === "failed" ? told.failure : null
  return (
    <div className="flex flex-col gap-5">
      <SourceLine source={draft.source} onRemove={() => job.dispatch({ type: "source-removed" })} />
      <form
        className="flex flex-wrap items-end justify-between gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (canImport) job.start()
        }}
      >
        <ImportTargetFields draft={draft} isNew={isNew} dispatch={job.dispatch} />
        <Button type="submit" variant="primary" disabled={!canImport} className="max-sm:w-full">
          Import
        </Button>
      </form>
      {told?.kind === "cancelled" && (
        <p role="status" className="text-muted">
          Cancelled. Nothing was imported.
        </p>
      )}
      {failure && (
        <ImportFailure
          failure={failure}
          actions={
            preview.state === "refused" && (
              <>
                {accepted && (
                  <Button size="small" onClick={() => replace(accepted)}>
                    Undo the last change
                  </Button>
                )}
                {hasChoices && (
                  <Button size="small" onClick={() => replace({})}>
                    Back to what is found
                  </Button>
                )}
                <Button size="small" onClick={job.inspectAgain}>
                  Try again
                </Button>
              </>
            )
          }
        />
      )}
      <Panel
        title="How the file is read"
        actions={
          hasChoices && (
            <Button size="small" variant="quiet" className="-my-1" onClick={() => replace({})}>
              Back to what is found
            </Button>
          )
        }
      >
        <ReadingSettings options={draft.options} inspection={inspection} onChange={change} />
      </Panel>
      {inspection ? (
        <>
          <ImportRemarks warnings={inspection.warnings} />
          <InspectedPreview
            inspection={inspection}
            options={draft.options}
            isReading={preview.state === "reading"}
            failedColumn={failure?.column}
            onChange={change}
          />
        </>
      ) : (
        preview.state === "reading" && (
          <div className="rounded-panel border">
            <Pending>Reading the first rows…</Pending>
          </div>
        )
      )}
    </div>
  )
}
