"use client"

import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { notify } from "#components/ui/notify.ts"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { User } from "#lib/domain/user.ts"
import type { Invitation } from "./invite-link-dialog.tsx"
import { useUpdateUser, type UserPatch } from "./use-users.ts"

export type UserAct = "reset" | "invite" | "disable" | "enable"

type Words = { title: string; description: string; confirm: string; done: string; patch: UserPatch }

function wordsFor(act: UserAct, { name }: User, isReader: boolean): Words {
  switch (act) {
    case "reset":
      return {
        title: `Reset the password of ${name}?`,
        description: `Their password stops working and ${isReader ? "you are" : "they are"} signed out everywhere. You get a link with which they choose a new one. Their API tokens go on working.`,
        confirm: "Reset password",
        done: `The password of ${name} no longer works.`,
        patch: { resetPassword: true },
      }
    case "invite":
      return {
        title: `Make a new link for ${name}?`,
        description: "The link they were sent before stops working.",
        confirm: "Make link",
        done: `The earlier link of ${name} no longer works.`,
        patch: { resetPassword: true },
      }
    case "disable":
      return {
        title: `Disable the account of ${name}?`,
        description: `${isReader ? "You are" : "They are"} signed out everywhere and their API tokens stop working, with the next request. What they own stays, and what they shared stays shared. You can enable the account again.`,
        confirm: "Disable account",
        done: `${name} can't sign in any more.`,
        patch: { disabled: true },
      }
    case "enable":
      return {
        title: `Enable the account of ${name}?`,
        description:
          "They can sign in again, and their API tokens work again. Revoke tokens they should not have first.",
        confirm: "Enable account",
        done: `${name} can sign in again.`,
        patch: { disabled: false },
      }
  }
}

type UserActDialogProps = {
  act: UserAct
  user: User
  /** Whether an admin does it to their own account. */
  isReader: boolean
  onClose: () => void
  onInvitation: (invitation: Invitation) => void
}

/** Says what an act does to somebody's account, and does it. */
export function UserActDialog({ act, user, isReader, onClose, onInvitation }: UserActDialogProps) {
  const update = useUpdateUser()
  const words = wordsFor(act, user, isReader)
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title}
      description={words.description}
      confirmLabel={words.confirm}
      destructive={act === "disable" || act === "reset"}
      errorMessage={errorMessage}
      onConfirm={async () => {
        const changed = await update.mutateAsync({ id: user.id, patch: words.patch })
        if (changed.inviteUrl === null) notify.done(words.done)
        else onInvitation({ name: user.name, url: changed.inviteUrl })
      }}
    />
  )
}
