"use client"

import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { UserId } from "#lib/domain/ids.ts"
import { PrincipalPicker, type ChosenPrincipal } from "./principal-picker.tsx"

type TransferSectionProps = {
  name: string
  ownerId: UserId
  /** What changes when somebody of this name owns it. */
  consequence: (newOwner: string) => string
  onTransfer: (userId: UserId) => Promise<unknown>
}

/** Hands a thing on to another owner. */
export function TransferSection({ name, ownerId, consequence, onTransfer }: TransferSectionProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [chosen, setChosen] = useState<ChosenPrincipal | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  if (!isOpen) {
    return (
      <Button variant="quiet" size="small" className="-ml-2 self-start" onClick={() => setIsOpen(true)}>
        Hand on to another owner…
      </Button>
    )
  }
  return (
    <section aria-label="Hand on" className="flex flex-col gap-1.5">
      <h3 className="text-12 font-medium">Hand on to another owner</h3>
      <div className="flex gap-2">
        <div className="min-w-0 flex-1">
          <PrincipalPicker label="New owner" chosen={chosen} onChoose={setChosen} leftOut={[ownerId]} />
        </div>
        <Button disabled={!chosen} onClick={() => setIsAsking(true)}>
          Hand on
        </Button>
      </div>
      {chosen && (
        <ConfirmDialog
          open={isAsking}
          onOpenChange={setIsAsking}
          title={`Hand “${name}” on to ${chosen.name}?`}
          description={consequence(chosen.name)}
          confirmLabel="Hand on"
          onConfirm={async () => {
            if (chosen.principal.type === "user") await onTransfer(chosen.principal.userId)
          }}
          errorMessage={errorMessage}
        />
      )}
    </section>
  )
}
