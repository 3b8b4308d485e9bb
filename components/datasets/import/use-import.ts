"use client"

import { useEffect, useReducer, useRef } from "react"
import { followRun } from "#lib/browser/follow-run.ts"
import type { ImportSource } from "#lib/browser/import-source.ts"
import { inspectSource } from "#lib/browser/inspect-source.ts"
import { startImport, type ImportTarget } from "#lib/browser/start-import.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import type { Run } from "#lib/domain/run.ts"
import { renameDataset } from "../update-dataset.ts"
import { failureOfError } from "./import-failure-of.ts"
import { fileProblem } from "./import-file.ts"
import { agreedOptions } from "./import-options.ts"
import {
  emptyImport,
  inspectionToStartWith,
  nextImport,
  type Draft,
  type ImportEvent,
  type ImportState,
} from "./import-state.ts"

export type Import = {
  state: ImportState
  dispatch: (event: ImportEvent) => void
  choose: (source: ImportSource) => void
  /** Reads the file's head again with the same options. */
  inspectAgain: () => void
  start: () => void
  /** Stops the sending; a run that has begun is cancelled as such. */
  cancelSending: () => void
}

/** Typing and clicking through menus should not send a request each. */
const SETTLE_MS = 250

/** Drives one import through its states. `datasetId`: new data for that dataset rather than a new one. */
export function useImport(datasetId?: DatasetId, startOptions?: ImportOptions): Import {
  const [state, dispatch] = useReducer(nextImport, undefined, () => emptyImport(datasetId, startOptions))
  const current = useRef<AbortController | null>(null)
  // An upload can't go on without its page; an import does, and shows on the dataset's page.
  useEffect(() => () => current.current?.abort(), [])
  useInspection(state, dispatch)

  const send = async (draft: Draft, inspection: Inspection) => {
    const controller = new AbortController()
    const { signal } = controller
    current.current = controller
    dispatch({ type: "started" })
    try {
      // The name may have been corrected between two tries.
      if (draft.datasetId && datasetId === undefined) await renameDataset(draft.datasetId, draft.name.trim())
      const { data, run } = await startImport({
        target: targetOf(draft),
        source: draft.source,
        options: agreedOptions(draft.options, inspection),
        signal,
        onProgress: (sentBytes, totalBytes) => dispatch({ type: "sent", sentBytes, totalBytes }),
      })
      dispatch({ type: "accepted", datasetId: data.id, run })
      rememberInAddress(run)
      for await (const update of followRun(run.id, signal)) {
        if (update.kind !== "run") continue
        dispatch({ type: "run-changed", run: update.run })
        if (update.run.status === "awaiting_confirmation") return
      }
    } catch (error) {
      if (!signal.aborted) dispatch({ type: "failed", failure: failureOfError(error) })
    } finally {
      if (!signal.aborted) forgetInAddress()
    }
  }

  return {
    state,
    dispatch,
    choose: (source) => {
      const problem = source.type === "file" ? fileProblem(source.file) : null
      dispatch(problem === null ? { type: "source-chosen", source } : { type: "source-refused", problem })
    },
    inspectAgain: () => {
      if (state.step === "settling") dispatch({ type: "options-replaced", options: { ...state.draft.options } })
    },
    start: () => {
      const inspection = inspectionToStartWith(state)
      if (inspection && (state.step === "settling" || state.step === "failed")) void send(state.draft, inspection)
    },
    cancelSending: () => {
      current.current?.abort()
      dispatch({ type: "cancelled" })
    },
  }
}

/** Reads the file's head again whenever how to read it has changed: the latest wins. */
function useInspection(state: ImportState, dispatch: (event: ImportEvent) => void): void {
  const isReading = state.step === "settling" && state.preview.state === "reading"
  const source = state.step === "settling" ? state.draft.source : null
  const options = state.step === "settling" ? state.draft.options : null
  const isFirst = state.step === "settling" && state.accepted === null
  useEffect(() => {
    if (!isReading || source === null || options === null) return
    const controller = new AbortController()
    const inspect = async () => {
      const found: Inspection = await inspectSource(source, options, controller.signal)
      if (!controller.signal.aborted) dispatch({ type: "inspected", inspection: found })
    }
    const timer = setTimeout(
      () =>
        inspect().catch((error: unknown) => {
          if (!controller.signal.aborted) dispatch({ type: "inspection-failed", failure: failureOfError(error) })
        }),
      isFirst ? 0 : SETTLE_MS,
    )
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [isReading, source, options, isFirst, dispatch])
}

function targetOf({ datasetId, name, mode, alwaysConfirm }: Draft): ImportTarget {
  return datasetId === undefined
    ? { kind: "new", name: name.trim() }
    : { kind: "existing", datasetId, mode, confirm: alwaysConfirm ? "always" : "when_changed" }
}

/** With the run in its address, a page that is loaded again leads to where the import shows. */
function rememberInAddress({ id }: Run): void {
  history.replaceState(history.state, "", `${location.pathname}?run=${id}`)
}

function forgetInAddress(): void {
  if (location.search.includes("run=")) history.replaceState(history.state, "", location.pathname)
}
