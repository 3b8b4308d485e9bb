"use client"

import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { notify } from "#components/ui/notify.ts"
import { ProgressBar } from "#components/ui/progress-bar.tsx"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { useLocale } from "#lib/browser/use-locale.ts"
import { dataOf } from "#lib/domain/api.ts"
import type { ImportStage } from "#lib/domain/job-contract.ts"
import { hasEnded, Run, type RunProgress } from "#lib/domain/run.ts"
import { formatSize } from "../format-size.ts"

const STAGE_WORDS: Record<ImportStage, string> = {
  queued: "Waiting for its turn",
  fetching: "Fetching the file",
  checking: "Checking the file",
  converting: "Reading rows and types",
  running: "Running the code",
  sorting: "Sorting the rows",
  profiling: "Counting and summing up columns",
  storing: "Storing the table",
  publishing: "Publishing",
}

/** How a run stands, in words and as a bar, with a way to stop it. */
export function ImportProgress({
  run,
  reconnecting = false,
  onCancel,
}: {
  run: Run
  reconnecting?: boolean
  onCancel?: () => void
}) {
  const locale = useLocale()
  const [cancelling, setCancelling] = useState(false)
  const cancel = async () => {
    setCancelling(true)
    try {
      await request(dataOf(Run), `/api/runs/${run.id}/cancel`, { method: "POST" })
      onCancel?.()
    } catch (error) {
      notify.failed("It could not be cancelled", { description: errorMessage(error) })
      setCancelling(false)
    }
  }
  const words = STAGE_WORDS[run.progress.stage]
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-13" role="status">
          <span>{cancelling ? "Cancelling…" : `${words}…`}</span>
          <span className="text-muted tabular">
            {reconnecting ? "Connection lost, trying again…" : amountsOf(run.progress, locale)}
          </span>
        </div>
        <ProgressBar label={words} fraction={fractionOf(run.progress)} />
      </div>
      {!hasEnded(run.status) && (
        <Button size="small" onClick={() => void cancel()} pending={cancelling}>
          Cancel
        </Button>
      )}
    </div>
  )
}

/** Just the words and the share done: for a row of a list. */
export function ImportStageWords({ run }: { run: Run }) {
  const fraction = fractionOf(run.progress)
  return (
    <span className="text-muted tabular">
      {STAGE_WORDS[run.progress.stage]}
      {fraction === null ? "…" : ` ${Math.floor(fraction * 100)} %`}
    </span>
  )
}

const fractionOf = ({ done, total }: RunProgress): number | null => (total > 0 ? done / total : null)

/** How far it has come, in bytes and rows, as far as either is known. */
function amountsOf({ done, total, rows }: RunProgress, locale: string): string {
  const bytes = total > 0 ? `${formatSize(done, locale)} of ${formatSize(total, locale)}` : null
  return [bytes, rows ? `${rows.toLocaleString(locale)} rows` : null].filter((part) => part !== null).join(", ")
}
