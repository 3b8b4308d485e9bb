"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"
import { ErrorState } from "#components/ui/error-state.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { useRun } from "#lib/browser/use-run.ts"
import type { RunId } from "#lib/domain/ids.ts"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import { ImportProgress } from "./import-progress.tsx"

/** The import under way, as it goes; when it has ended, the page is read again. */
export function ImportInProgress({ runId, initial }: { runId: RunId; initial: Run | null }) {
  const view = useRun(runId, initial)
  const router = useRouter()
  const status = "run" in view ? view.run?.status : undefined
  const ended = status !== undefined && (hasEnded(status) || status === "awaiting_confirmation")
  useEffect(() => {
    if (ended) router.refresh()
  }, [ended, router])

  switch (view.state) {
    case "loading":
      return <Pending>Asking how the import stands…</Pending>
    case "failed":
      return (
        <ErrorState
          title="The import can't be followed"
          description={view.message}
          onRetry={() => router.refresh()}
          className="py-6"
        />
      )
    case "live":
      return ended ? <Pending>Opening the dataset…</Pending> : <ImportProgress run={view.run} />
    case "reconnecting":
      return view.run ? (
        <ImportProgress run={view.run} reconnecting />
      ) : (
        <Pending>Connection lost, trying again…</Pending>
      )
  }
}
