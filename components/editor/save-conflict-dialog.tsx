"use client"

import { LocalTime } from "#components/datasets/local-time.tsx"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"

type SaveConflictDialogProps = {
  /** What was edited: "card". */
  thing: string
  current: { version: number; updatedAt: string } | null
  onLoadTheirs: () => void
  onOverwrite: () => void
  onDismiss: () => void
}

/** Two people saved the same thing: whose is to stay is asked, never guessed. */
export function SaveConflictDialog({ thing, current, onLoadTheirs, onOverwrite, onDismiss }: SaveConflictDialogProps) {
  return (
    <Dialog
      open={current !== null}
      onOpenChange={onDismiss}
      title={`Someone else has saved this ${thing}`}
      description={
        current && (
          <>
            Version {current.version} was saved on <LocalTime iso={current.updatedAt} withTime />, after you opened the{" "}
            {thing}. Your changes are still here, unsaved.
          </>
        )
      }
      footer={
        <>
          <Button onClick={onDismiss}>Keep editing</Button>
          <Button onClick={onLoadTheirs}>Load theirs</Button>
          <Button variant="danger" onClick={onOverwrite}>
            Save mine over theirs
          </Button>
        </>
      }
    />
  )
}
