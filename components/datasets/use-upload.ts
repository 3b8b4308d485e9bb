"use client"

import { useEffect, useReducer, useRef } from "react"
import { errorMessage } from "#lib/browser/error-message.ts"
import { followRun } from "#lib/browser/follow-run.ts"
import { uploadDataset } from "#lib/browser/upload-dataset.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import { renameDataset } from "./update-dataset.ts"
import { EMPTY_UPLOAD, fileProblem, nextUpload, type ChosenFile, type UploadState } from "./upload-state.ts"

export type Upload = {
  state: UploadState
  choose: (file: File) => void
  refuse: (problem: string) => void
  remove: () => void
  rename: (name: string) => void
  start: () => void
  /** Stops the sending; a queued import is a run of its own, cancelled as such. */
  cancel: () => void
}

/** Drives one upload through its states. `datasetId`: new data for that dataset rather than a new one. */
export function useUpload(datasetId?: DatasetId): Upload {
  const [state, dispatch] = useReducer(nextUpload, datasetId ? { step: "choosing", datasetId } : EMPTY_UPLOAD)
  const current = useRef<AbortController | null>(null)
  // An upload can't go on without its page; an import does, and shows on the dataset's page.
  useEffect(() => () => current.current?.abort(), [])

  const send = async (chosen: ChosenFile) => {
    const controller = new AbortController()
    const { signal } = controller
    current.current = controller
    dispatch({ type: "started" })
    try {
      // The name may have been corrected between two tries.
      if (chosen.datasetId && datasetId === undefined) await renameDataset(chosen.datasetId, chosen.name.trim())
      const { data, run } = await uploadDataset({
        target: chosen.datasetId
          ? { kind: "replace", datasetId: chosen.datasetId }
          : { kind: "new", name: chosen.name.trim() },
        file: chosen.file,
        signal,
        onProgress: (sentBytes, totalBytes) => dispatch({ type: "sent", sentBytes, totalBytes }),
      })
      dispatch({ type: "accepted", datasetId: data.id, run })
      for await (const update of followRun(run.id, signal)) {
        if (update.kind === "run") dispatch({ type: "run-changed", run: update.run })
      }
    } catch (error) {
      if (!signal.aborted) dispatch({ type: "failed", message: errorMessage(error) })
    }
  }

  const cancel = () => {
    current.current?.abort()
    dispatch({ type: "cancelled" })
  }

  return {
    state,
    choose: (file) => {
      const problem = fileProblem(file)
      dispatch(problem === null ? { type: "file-chosen", file } : { type: "file-refused", problem })
    },
    refuse: (problem) => dispatch({ type: "file-refused", problem }),
    remove: () => dispatch({ type: "file-removed" }),
    rename: (name) => dispatch({ type: "named", name }),
    start: () => {
      if (state.step === "ready" || state.step === "failed") void send(state)
    },
    cancel,
  }
}
