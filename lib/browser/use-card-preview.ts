"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import { dataOf } from "#lib/domain/api.ts"
import type { CardDraft } from "#lib/domain/card.ts"
import { CardPreview } from "#lib/domain/render-line.ts"
import { request } from "./api.ts"
import { errorMessage } from "./error-message.ts"

/** What the output pane shows. The last result stays beside whatever comes after it. */
export type PreviewView = { last: CardPreview | null } & (
  | { state: "idle" | "done" | "cancelled" }
  | { state: "running" }
  | { state: "failed"; message: string }
)

export type PreviewRequest = Omit<CardDraft, "name" | "description">

/** Runs unsaved code. A new run takes the place of one under way; leaving the page cancels it. */
export function useCardPreview(): {
  view: PreviewView
  run: (body: PreviewRequest) => Promise<CardPreview | null>
  cancel: () => void
} {
  const [view, setView] = useState<PreviewView>({ state: "idle", last: null })
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const run = useCallback(async (body: PreviewRequest) => {
    current.current?.abort()
    const controller = new AbortController()
    current.current = controller
    setView(({ last }) => ({ state: "running", last }))
    try {
      const { data } = await request(dataOf(CardPreview), "/api/cards/preview", { body, signal: controller.signal })
      if (current.current !== controller) return null
      setView({ state: "done", last: data })
      return data
    } catch (error) {
      if (current.current === controller && !controller.signal.aborted)
        setView(({ last }) => ({ state: "failed", message: errorMessage(error), last }))
      return null
    } finally {
      if (current.current === controller) current.current = null
    }
  }, [])

  const cancel = useCallback(() => {
    current.current?.abort()
    current.current = null
    setView(({ state, last }) => ({ state: state === "running" ? "cancelled" : "idle", last }))
  }, [])

  return { view, run, cancel }
}
