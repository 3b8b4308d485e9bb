"use client"

import { useMemo, useSyncExternalStore } from "react"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Pending } from "#components/ui/pending.tsx"
import { handedText, parseHandedDraft } from "../handed-draft.ts"
import { CardEditor } from "./card-editor.tsx"
import type { DatasetChoice } from "#components/editor/dataset-choice.ts"

const never = () => () => undefined

/** The editor, with a draft that another page of this tab has left under `draftKey`. */
export function HandedCardEditor({ draftKey, datasets }: { draftKey: string; datasets: readonly DatasetChoice[] }) {
  const text = useSyncExternalStore<string | null | undefined>(
    never,
    () => handedText(draftKey),
    () => undefined,
  )
  const draft = useMemo(() => (typeof text === "string" ? parseHandedDraft(text) : null), [text])
  if (text === undefined) return <Pending className="flex-1">Opening the draft…</Pending>
  if (draft) return <CardEditor card={null} initialDraft={draft} datasets={datasets} />
  return (
    <EmptyState
      titleAs="h1"
      className="flex-1"
      title="This draft is gone"
      description="It was kept in the tab it was made in, until that was closed. Open it again from the answer it came from."
      actions={<LinkButton href="/cards/new">New card</LinkButton>}
    />
  )
}
