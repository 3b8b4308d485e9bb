"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { notify } from "#components/ui/notify.ts"
import { Panel } from "#components/ui/panel.tsx"
import { request } from "#lib/browser/api.ts"
import { publishRun } from "#lib/domain/endpoints/datasets.ts"
import type { Run, RunReview } from "#lib/domain/run.ts"
import { SchemaChanges } from "../view/schema-changes.tsx"
import { failureOfError, type Failure } from "./import-failure-of.ts"
import { ImportFailure } from "./import-failure.tsx"
import { ImportRemarks } from "./import-remarks.tsx"

type ReviewPanelProps = {
  run: Run
  review: RunReview
  canEdit: boolean
  /** In place of reading the whole page again, where that would lose what has been typed. */
  onDecided?: () => void
}
type Deciding = { state: "idle" } | { state: "publish" | "discard" } | { state: "failed"; failure: Failure }

/** New data that waits to be published or dropped, with what publishing would change. */
export function ReviewPanel({ run, review, canEdit, onDecided }: ReviewPanelProps) {
  const router = useRouter()
  const [deciding, setDeciding] = useState<Deciding>({ state: "idle" })
  const isBusy = deciding.state === "publish" || deciding.state === "discard"

  const decide = async (what: "publish" | "discard") => {
    setDeciding({ state: what })
    try {
      await request(publishRun.response, `/api/runs/${run.id}/${what}`, { method: "POST" })
      notify.done(what === "publish" ? "Published the new data" : "Dropped the new data")
      if (onDecided) onDecided()
      else router.refresh()
    } catch (error) {
      setDeciding({ state: "failed", failure: failureOfError(error) })
    }
  }

  return (
    <Panel
      aria-label="New data to review"
      title={review.mode === "append" ? "Rows to append wait for you" : "New data waits for you"}
      description="Nobody sees it until it is published. Dropped, it leaves everything as it is."
      className="border-accent"
      actions={
        canEdit && (
          <div className="flex gap-2">
            <Button
              variant="primary"
              pending={deciding.state === "publish"}
              disabled={isBusy}
              onClick={() => void decide("publish")}
            >
              Publish
            </Button>
            <Button
              variant="danger"
              pending={deciding.state === "discard"}
              disabled={isBusy}
              onClick={() => void decide("discard")}
            >
              Drop
            </Button>
          </div>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {deciding.state === "failed" && <ImportFailure failure={deciding.failure} />}
        <SchemaChanges {...review} />
        <ImportRemarks warnings={review.warnings} />
      </div>
    </Panel>
  )
}
