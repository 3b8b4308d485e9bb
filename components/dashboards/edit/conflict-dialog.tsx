"use client"

import { LocalTime } from "#components/datasets/local-time.tsx"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import type { DashboardDetail } from "#lib/domain/summaries.ts"

type ConflictDialogProps = {
  current: DashboardDetail | null
  onLoadTheirs: (current: DashboardDetail) => void
  onOverwrite: (current: DashboardDetail) => void
  onDismiss: () => void
}

/** Two people saved the same dashboard: whose is to stay is asked, never guessed. */
export function ConflictDialog({ current, onLoadTheirs, onOverwrite, onDismiss }: ConflictDialogProps) {
  return (
    <Dialog
      open={current !== null}
      onOpenChange={onDismiss}
      width="medium"
      title="Someone else has saved this dashboard"
      description={
        current && (
          <>
            Version {current.version} was saved on <LocalTime iso={current.updatedAt} withTime />, after you began to
            edit. Your changes are still here, unsaved.
          </>
        )
      }
      footer={
        current && (
          <>
            <Button onClick={onDismiss}>Keep editing</Button>
            <Button onClick={() => onLoadTheirs(current)}>Load theirs</Button>
            <Button variant="danger" onClick={() => onOverwrite(current)}>
              Save mine over theirs
            </Button>
          </>
        )
      }
    />
  )
}
