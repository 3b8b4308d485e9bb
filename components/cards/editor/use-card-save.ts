"use client"

import { useCallback, useRef, useState } from "react"
import { ApiError, request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { dataOf } from "#lib/domain/api.ts"
import type { CardDraft } from "#lib/domain/card.ts"
import { CardDetail } from "#lib/domain/summaries.ts"

export type SaveView =
  | { state: "idle" }
  | { state: "saving" }
  | { state: "failed"; message: string }
  /** Someone else has saved since; `current` is theirs. */
  | { state: "conflict"; current: CardDetail }

export type CardSave = {
  view: SaveView
  /** The card as last saved or loaded; null until a new one is first saved. */
  saved: CardDetail | null
  /** Resolves to the saved card, or null when it could not be: `view` says why. */
  save: (draft: CardDraft) => Promise<CardDetail | null>
  /** Puts the draft over what someone else has saved meanwhile. */
  overwrite: (draft: CardDraft) => Promise<CardDetail | null>
  /** Takes theirs. */
  adopt: (current: CardDetail) => void
  dismiss: () => void
}

export function useCardSave(initial: CardDetail | null): CardSave {
  const [saved, setSaved] = useState(initial)
  const [view, setView] = useState<SaveView>({ state: "idle" })
  const busy = useRef(false)

  const send = useCallback(async (draft: CardDraft, base: CardDetail | null): Promise<CardDetail | null> => {
    if (busy.current) return null
    busy.current = true
    setView({ state: "saving" })
    try {
      const { data } = base
        ? await request(dataOf(CardDetail), `/api/cards/${base.id}`, {
            method: "PATCH",
            body: draft,
            ifMatch: base.version,
          })
        : await request(dataOf(CardDetail), "/api/cards", { body: draft })
      setSaved(data)
      setView({ state: "idle" })
      return data
    } catch (error) {
      setView(await failureOf(error, base))
      return null
    } finally {
      busy.current = false
    }
  }, [])

  return {
    view,
    saved,
    save: (draft) => send(draft, saved),
    overwrite: (draft) => send(draft, view.state === "conflict" ? view.current : saved),
    adopt: (current) => {
      setSaved(current)
      setView({ state: "idle" })
    },
    dismiss: () => setView({ state: "idle" }),
  }
}

async function failureOf(error: unknown, base: CardDetail | null): Promise<SaveView> {
  if (!(error instanceof ApiError) || error.code !== "version_conflict" || base === null)
    return { state: "failed", message: errorMessage(error) }
  try {
    const { data } = await request(dataOf(CardDetail), `/api/cards/${base.id}`)
    return { state: "conflict", current: data }
  } catch (again) {
    return { state: "failed", message: errorMessage(again) }
  }
}
