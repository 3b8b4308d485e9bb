"use client"

import { useRouter } from "next/navigation"
import { useEffect, type ReactNode } from "react"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { ProgressBar } from "#components/ui/progress-bar.tsx"
import { useLeaveGuard } from "#lib/browser/use-leave-guard.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { ImportOptions } from "#lib/domain/job-contract.ts"
import { formatSize } from "../format-size.ts"
import { ImportFailure } from "./import-failure.tsx"
import { ImportProgress } from "./import-progress.tsx"
import { changeType } from "./import-options.ts"
import type { ImportState } from "./import-state.ts"
import { SettleForm } from "./settle-form.tsx"
import { SourceLine } from "./source-line.tsx"
import { SourcePicker } from "./source-picker.tsx"
import { useImport, type Import } from "./use-import.ts"

type ImportWizardProps = {
  /** New data for that dataset, rather than a new one. */
  datasetId?: DatasetId
  /** How its last import was read. */
  startOptions?: ImportOptions
}

/** From a file to a dataset's page. */
export function ImportWizard({ datasetId, startOptions }: ImportWizardProps) {
  const job = useImport(datasetId, startOptions)
  const router = useRouter()
  const { state } = job
  const doneId = state.step === "done" ? state.datasetId : null
  useEffect(() => {
    if (doneId === null) return
    router.push(`/datasets/${doneId}`)
    router.refresh()
  }, [doneId, router])
  return (
    <>
      <WizardStep state={state} job={job} isNew={datasetId === undefined} />
      <LeaveSending isSending={state.step === "sending"} />
    </>
  )
}

function WizardStep({ state, job, isNew }: { state: ImportState; job: Import; isNew: boolean }) {
  switch (state.step) {
    case "choosing":
      return (
        <SourcePicker
          onChoose={job.choose}
          onRefuse={(problem) => job.dispatch({ type: "source-refused", problem })}
          problem={state.problem}
        />
      )
    case "settling":
      return <SettleForm state={state} job={job} isNew={isNew} />
    case "sending":
      return (
        <Progress state={state}>
          <Sending sentBytes={state.sentBytes} totalBytes={state.totalBytes} onCancel={job.cancelSending} />
        </Progress>
      )
    case "importing":
      return (
        <Progress state={state}>
          <ImportProgress run={state.run} />
          <p className="mt-3 text-12 text-muted">
            You may leave this page: the import goes on, and{" "}
            <a href={`/datasets/${state.datasetId}`} className="text-accent-text underline">
              the dataset's page
            </a>{" "}
            shows how it stands.
          </p>
        </Progress>
      )
    case "failed":
      return <Failed state={state} job={job} />
    case "done":
      return <Pending>Opening the dataset…</Pending>
  }
}

function Progress({
  state,
  children,
}: {
  state: Extract<ImportState, { step: "sending" | "importing" }>
  children: ReactNode
}) {
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <SourceLine source={state.draft.source} />
      <div>{children}</div>
    </div>
  )
}

function Failed({ state, job }: { state: Extract<ImportState, { step: "failed" }>; job: Import }) {
  const { draft, failure, inspection } = state
  const { column } = failure
  const canBeText = column !== undefined && inspection.format === "csv" && draft.options.types?.[column] !== "string"
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <SourceLine source={draft.source} />
      <ImportFailure failure={failure} />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => job.dispatch({ type: "settings-reopened" })}>
          Change settings
        </Button>
        {canBeText && (
          <Button
            onClick={() =>
              job.dispatch({ type: "settings-reopened", change: changeType(draft.options, column, "string") })
            }
          >
            Read “{column}” as text
          </Button>
        )}
        <Button onClick={() => job.dispatch({ type: "source-removed" })}>Choose another file</Button>
        <Button onClick={job.start}>Try again</Button>
        {draft.datasetId && (
          <LinkButton href={`/datasets/${draft.datasetId}`} variant="quiet">
            Go to the dataset
          </LinkButton>
        )}
      </div>
    </div>
  )
}

function Sending({ sentBytes, totalBytes, onCancel }: { sentBytes: number; totalBytes: number; onCancel: () => void }) {
  const locale = useLocale()
  const isSent = totalBytes > 0 && sentBytes >= totalBytes
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div className="mb-1.5 flex flex-wrap justify-between gap-x-4" role="status">
          <span>
            {totalBytes === 0
              ? "Starting the import…"
              : isSent
                ? "Sent. The server is storing the file…"
                : "Sending the file…"}
          </span>
          {totalBytes > 0 && (
            <span className="text-muted tabular">
              {formatSize(sentBytes, locale)} of {formatSize(totalBytes, locale)}
            </span>
          )}
        </div>
        <ProgressBar label="Sending the file" fraction={totalBytes > 0 ? sentBytes / totalBytes : null} />
      </div>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

/** An upload can't go on without its page. */
function LeaveSending({ isSending }: { isSending: boolean }) {
  const { destination, stay, leave } = useLeaveGuard(isSending)
  return (
    <ConfirmDialog
      open={destination !== null}
      onOpenChange={stay}
      title="Leave while the file is being sent?"
      description="The upload stops, and nothing is imported."
      confirmLabel="Leave"
      cancelLabel="Stay"
      destructive
      onConfirm={leave}
    />
  )
}
