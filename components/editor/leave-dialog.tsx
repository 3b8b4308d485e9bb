"use client"

import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { useLeaveGuard } from "#lib/browser/use-leave-guard.ts"

/** Asks before unsaved changes are left behind. */
export function LeaveDialog({ hasUnsaved, thing }: { hasUnsaved: boolean; thing: string }) {
  const { destination, stay, leave } = useLeaveGuard(hasUnsaved)
  return (
    <ConfirmDialog
      open={destination !== null}
      onOpenChange={stay}
      title="Leave without saving?"
      description={`Your changes to ${thing} have not been saved and would be lost.`}
      confirmLabel="Leave without saving"
      cancelLabel="Stay"
      destructive
      onConfirm={leave}
    />
  )
}
