"use client"

import { type SubmitEvent, useId, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"

type GroupNameDialogProps = {
  title: string
  confirmLabel: string
  /** The name so far. */
  initial: string
  /** Whether it worked is whether it resolves; a failure is shown, and the dialog stays. */
  onSave: (name: string) => Promise<void>
  onClose: () => void
}

/** Asks for a group's name. */
export function GroupNameDialog({ title, confirmLabel, initial, onSave, onClose }: GroupNameDialogProps) {
  const [name, setName] = useState(initial)
  const [state, setState] = useState<{ kind: "idle" } | { kind: "pending" } | { kind: "failed"; message: string }>({
    kind: "idle",
  })
  const formId = useId()
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setState({ kind: "pending" })
    try {
      await onSave(name)
      onClose()
    } catch (error) {
      setState({ kind: "failed", message: errorMessage(error) })
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={state.kind === "pending"}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)}>
        <Field label="Name" error={state.kind === "failed" ? state.message : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={100}
              required
              autoComplete="off"
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
