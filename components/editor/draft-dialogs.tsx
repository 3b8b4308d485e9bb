"use client"

import { LeaveDialog } from "./leave-dialog.tsx"
import { SaveConflictDialog } from "./save-conflict-dialog.tsx"
import type { Drafting } from "./use-draft.ts"

type DraftDialogsProps<Detail> = {
  /** What is edited: "card". */
  thing: string
  drafting: Pick<
    Drafting<{ name: string }, Detail>,
    "draft" | "hasUnsaved" | "conflict" | "overwrite" | "dismissConflict"
  >
  onLoadTheirs: (theirs: Detail) => void
}

/** What is asked before something written is lost: to leave without saving, or to save over somebody else's. */
export function DraftDialogs<Detail extends { version: number; updatedAt: string }>({
  thing,
  drafting,
  onLoadTheirs,
}: DraftDialogsProps<Detail>) {
  const { draft, hasUnsaved, conflict, overwrite, dismissConflict } = drafting
  return (
    <>
      <LeaveDialog hasUnsaved={hasUnsaved} thing={draft.name ? `“${draft.name}”` : `this ${thing}`} />
      <SaveConflictDialog
        thing={thing}
        current={conflict}
        onDismiss={dismissConflict}
        onLoadTheirs={() => conflict && onLoadTheirs(conflict)}
        onOverwrite={() => void overwrite()}
      />
    </>
  )
}
