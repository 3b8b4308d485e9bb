"use client"

import { useRouter } from "next/navigation"
import { useState } from "react"
import type { z } from "zod"
import { notify } from "#components/ui/notify.ts"
import type { JsonObject } from "#lib/domain/json.ts"
import { parseParams } from "./params-text.ts"
import { useSave } from "./use-save.ts"

type Edited = { name: string; code: string; paramsText: string }
type Saved = { id: string; name: string; version: number; canEdit: boolean }

/** What the editor must know of a kind of thing that has code. */
export type DraftKind<Draft, Body, Detail> = {
  /** In a sentence: "card". */
  thing: string
  /** Where they are listed; `/api` before it is where they are kept. */
  place: `/${string}`
  answer: z.ZodType<{ data: Detail }>
  draftOf: (saved: Detail) => Draft
  requestOf: (draft: Draft, params: JsonObject) => Body
  isSame: (a: Draft, b: Draft) => boolean
  /** Why it can't be saved, beyond what is said of name and params; null when it can. */
  refusalOf?: (draft: Draft) => { title: string; description: string } | null
}

/** What is on the screen of one editor, and how it stands to what was saved. */
export type Drafting<Draft, Detail> = {
  draft: Draft
  setDraft: (change: (now: Draft) => Draft) => void
  /** As last saved or loaded; null until a new one is first saved. */
  saved: Detail | null
  readOnly: boolean
  hasUnsaved: boolean
  isSaving: boolean
  /** Why the name can't stay, or nothing could be saved. */
  nameError: string | null
  rename: (name: string) => void
  /** Saves what is on the screen, with `code` where that is newer. null when it could not be; the screen says why. */
  save: (code?: string) => Promise<Detail | null>
  /** What someone else has saved since; null while nobody has. */
  conflict: Detail | null
  overwrite: () => Promise<Detail | null>
  dismissConflict: () => void
  /** Takes what is saved by now in place of what is on the screen. */
  adopt: (theirs: Detail) => void
  isGone: boolean
  /** To the list, since the thing is gone. */
  leave: () => void
}

/** Holds, compares and saves what is written in an editor. */
export function useDraft<Draft extends Edited, Body, Detail extends Saved>(
  kind: DraftKind<Draft, Body, Detail>,
  initialDraft: Draft,
  initial: Detail | null,
): Drafting<Draft, Detail> {
  const { thing, place, answer, draftOf, requestOf, isSame, refusalOf } = kind
  const router = useRouter()
  const [draft, setDraft] = useState(initialDraft)
  const [savedDraft, setSavedDraft] = useState(initialDraft)
  const [nameError, setNameError] = useState<string | null>(null)
  const [isGone, setIsGone] = useState(false)
  const saving = useSave<Body, Detail>({ path: `/api${place}`, answer }, initial)
  const { saved, view } = saving
  const readOnly = saved !== null && !saved.canEdit

  const saveWith = async (send: typeof saving.save, code = draft.code): Promise<Detail | null> => {
    if (readOnly) return saved
    const sent = { ...draft, code }
    const params = parseParams(sent.paramsText)
    const isNameless = sent.name.trim() === ""
    const refusal = refusalOf?.(sent) ?? null
    setNameError(isNameless ? `Give the ${thing} a name to save it.` : null)
    if (!params.ok) notify.failed("The params can't be read", { description: params.message })
    if (refusal) notify.failed(refusal.title, { description: refusal.description })
    if (!params.ok || refusal || isNameless) return null
    const result = await send(requestOf(sent, params.params))
    if (!result) return null
    setSavedDraft(sent)
    // The address changes without leaving the page: code, output and cursor stay.
    if (saved === null) window.history.replaceState(null, "", `${place}/${result.id}`)
    notify.done(`Saved “${result.name}”`)
    return result
  }
  return {
    draft,
    setDraft,
    saved,
    readOnly,
    hasUnsaved: !readOnly && !isGone && !isSame(draft, savedDraft),
    isSaving: view.state === "saving",
    nameError: nameError ?? (view.state === "failed" ? `Not saved: ${view.message}` : null),
    rename: (name) => {
      setNameError(null)
      setDraft((now) => ({ ...now, name }))
    },
    save: (code) => saveWith(saving.save, code),
    conflict: view.state === "conflict" ? view.current : null,
    overwrite: () => saveWith(saving.overwrite),
    dismissConflict: saving.dismiss,
    adopt: (theirs) => {
      saving.adopt(theirs)
      setDraft(draftOf(theirs))
      setSavedDraft(draftOf(theirs))
    },
    isGone,
    leave: () => {
      setIsGone(true)
      router.push(place)
      router.refresh()
    },
  }
}
