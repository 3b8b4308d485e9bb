"use client"

import { useState } from "react"
import { ApiError, request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { dataOf } from "#lib/domain/api.ts"
import { DashboardDetail } from "#lib/domain/summaries.ts"
import type { Draft } from "./dashboard-draft.ts"

export type SaveView =
  | { state: "idle" }
  | { state: "saving" }
  | { state: "failed"; message: string }
  /** Someone else has saved since; `current` is theirs. */
  | { state: "conflict"; current: DashboardDetail }

/** Saves a draft over the version it was begun from; a newer one is never overwritten unasked. */
export function useDashboardSave(initial: DashboardDetail) {
  const [saved, setSaved] = useState(initial)
  const [view, setView] = useState<SaveView>({ state: "idle" })

  const send = async (draft: Draft, base: DashboardDetail): Promise<DashboardDetail | null> => {
    setView({ state: "saving" })
    try {
      const path = `/api/dashboards/${base.id}`
      const answer = await request(dataOf(DashboardDetail), path, {
        method: "PATCH",
        body: draft,
        ifMatch: base.version,
      })
      setSaved(answer.data)
      setView({ state: "idle" })
      return answer.data
    } catch (error) {
      setView(await failureOf(error, base))
      return null
    }
  }

  return {
    view,
    /** The dashboard as last saved or loaded. */
    saved,
    save: (draft: Draft) => send(draft, saved),
    overwrite: (draft: Draft, theirs: DashboardDetail) => send(draft, theirs),
    adopt: (theirs: DashboardDetail) => {
      setSaved(theirs)
      setView({ state: "idle" })
    },
    dismiss: () => setView({ state: "idle" }),
  }
}

async function failureOf(error: unknown, base: DashboardDetail): Promise<SaveView> {
  if (!(error instanceof ApiError) || error.code !== "version_conflict") {
    return { state: "failed", message: errorMessage(error) }
  }
  try {
    const { data } = await request(dataOf(DashboardDetail), `/api/dashboards/${base.id}`)
    return { state: "conflict", current: data }
  } catch (again) {
    return { state: "failed", message: errorMessage(again) }
  }
}
