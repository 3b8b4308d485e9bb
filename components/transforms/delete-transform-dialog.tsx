"use client"

import { Dependents } from "#components/lineage/dependents.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import { Nothing } from "#lib/browser/nothing.ts"
import type { Transform } from "#lib/domain/transform.ts"

type DeleteTransformDialogProps = {
  transform: Pick<Transform, "id" | "name">
  onClose: () => void
  onDeleted: () => void
}

/** Asks first, with what depends on it: a transform can't be brought back. */
export function DeleteTransformDialog({ transform, onClose, onDeleted }: DeleteTransformDialogProps) {
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Delete “${transform.name}”?`}
      description={
        <>
          <p>Its code, schedule and history are deleted. This cannot be undone.</p>
          <p className="mt-1">The dataset it makes stays as it is, and is no longer made anew.</p>
          <Dependents thing={{ kind: "transform", id: transform.id }} />
        </>
      }
      confirmLabel="Delete transform"
      destructive
      onConfirm={async () => {
        await request(Nothing, `/api/transforms/${transform.id}`, { method: "DELETE" })
        notify.done(`Deleted “${transform.name}”`)
        onDeleted()
      }}
      errorMessage={errorMessage}
    />
  )
}
