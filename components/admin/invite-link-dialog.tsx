"use client"

import { CopyField } from "#components/account/copy-field.tsx"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"

/** A link that signs `name` in once. */
export type Invitation = { name: string; url: string }

/** Shows a link, this once. */
export function InviteLinkDialog({ invitation, onClose }: { invitation: Invitation | null; onClose: () => void }) {
  return (
    <Dialog
      open={invitation !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`A link for ${invitation?.name ?? ""}`}
      description="It signs them in once, within seven days, and lets them choose a password. Whoever has it can do that, so send it to them alone. It is shown this once; a new one replaces it."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CopyField label="Link" value={invitation?.url ?? ""} />
    </Dialog>
  )
}
