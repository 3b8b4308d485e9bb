"use client"

import { useCallback, useRef, useState } from "react"
import type { z } from "zod"
import { ApiError, request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"

type Saved = { id: string; version: number }

export type SaveView<Detail> =
  | { state: "idle" }
  | { state: "saving" }
  | { state: "failed"; message: string }
  /** Someone else has saved since; `current` is theirs. */
  | { state: "conflict"; current: Detail }

export type Save<Draft, Detail> = {
  view: SaveView<Detail>
  /** The thing as last saved or loaded; null until a new one is first saved. */
  saved: Detail | null
  /** Resolves to the saved thing, or null when it could not be: `view` says why. */
  save: (draft: Draft) => Promise<Detail | null>
  /** Puts the draft over what someone else has saved meanwhile. */
  overwrite: (draft: Draft) => Promise<Detail | null>
  /** Takes what is saved by now. */
  adopt: (current: Detail) => void
  dismiss: () => void
}

type SaveAt<Detail> = {
  /** Where such things are kept: `/api/cards`. */
  path: string
  answer: z.ZodType<{ data: Detail }>
}

/** Saves a card or transform by its version, and tells when someone else was first. */
export function useSave<Draft, Detail extends Saved>(
  { path, answer }: SaveAt<Detail>,
  initial: Detail | null,
): Save<Draft, Detail> {
  const [saved, setSaved] = useState<Detail | null>(initial)
  const [view, setView] = useState<SaveView<Detail>>({ state: "idle" })
  const busy = useRef(false)

  const send = useCallback(
    async (draft: Draft, base: Detail | null): Promise<Detail | null> => {
      if (busy.current) return null
      busy.current = true
      setView({ state: "saving" })
      try {
        const { data } = base
          ? await request(answer, `${path}/${base.id}`, {
              method: "PATCH",
              body: draft,
              ifMatch: base.version,
            })
          : await request(answer, path, { body: draft })
        setSaved(data)
        setView({ state: "idle" })
        return data
      } catch (error) {
        setView(await failureOf(error, base && `${path}/${base.id}`, answer))
        return null
      } finally {
        busy.current = false
      }
    },
    [path, answer],
  )

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

async function failureOf<Detail>(
  error: unknown,
  path: string | null,
  answer: z.ZodType<{ data: Detail }>,
): Promise<SaveView<Detail>> {
  if (!(error instanceof ApiError) || error.code !== "version_conflict" || path === null)
    return { state: "failed", message: errorMessage(error) }
  try {
    const { data } = await request(answer, path)
    return { state: "conflict", current: data }
  } catch (again) {
    return { state: "failed", message: errorMessage(again) }
  }
}
