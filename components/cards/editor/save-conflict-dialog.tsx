"use client"

import { LocalTime } from "#components/datasets/local-time.tsx"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import type { CardDetail } from "#lib/domain/summaries.ts"

type SaveConflictDialogProps = {
  current: CardDetail | null
  onLoadTheirs: () => void
  onOverwrite: () => void
  onDismiss: () => void
}

/** Two people saved the same card: whose is to stay is asked, never guessed. */
export function SaveConflictDialog({ current, onLoadTheirs, onOverwrite, onDismiss }: SaveConflictDialogProps) {
  return (
    <Dialog
      open={current !== null}
      onOpenChange={onDismiss}
      title="Someone else has saved this card"
      description={
        current && (
          <>
            Version {current.version} was saved on <LocalTime iso={current.updatedAt} withTime />, after you opened the
            card. Your changes are still here, unsaved.
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
