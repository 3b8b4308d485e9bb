"use client"

import { useEffect, useState } from "react"
import { hasEnded, type Run } from "#lib/domain/run.ts"
import type { RunId } from "#lib/domain/ids.ts"
import { errorMessage } from "./error-message.ts"
import { followRun } from "./follow-run.ts"

export type RunView =
  | { state: "loading" }
  | { state: "live"; run: Run }
  /** The last that was heard, while the connection is being taken up again. */
  | { state: "reconnecting"; run: Run | null }
  | { state: "failed"; message: string }

/** Follows a run until it ends; `initial` spares the wait for the first event. */
export function useRun(runId: RunId | null, initial: Run | null = null): RunView {
  const [view, setView] = useState<RunView>(initial ? { state: "live", run: initial } : { state: "loading" })
  const alreadyEnded = initial !== null && initial.id === runId && hasEnded(initial.status)

  useEffect(() => {
    if (runId === null || alreadyEnded) return
    const controller = new AbortController()
    void follow(runId, controller.signal, setView)
    return () => controller.abort()
  }, [runId, alreadyEnded])

  return view
}

async function follow(
  runId: RunId,
  signal: AbortSignal,
  show: (next: RunView | ((before: RunView) => RunView)) => void,
): Promise<void> {
  try {
    for await (const update of followRun(runId, signal)) {
      if (signal.aborted) return
      if (update.kind === "run") show({ state: "live", run: update.run })
      else show((before) => ({ state: "reconnecting", run: "run" in before ? before.run : null }))
    }
  } catch (error) {
    if (!signal.aborted) show({ state: "failed", message: errorMessage(error) })
  }
}
