"use client"

import { type SubmitEvent, useId, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import { CopyField } from "./copy-field.tsx"
import { useCreateToken } from "./use-tokens.ts"

type CreateTokenDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Asks for a name, then shows the secret, this once. */
export function CreateTokenDialog({ open, onOpenChange }: CreateTokenDialogProps) {
  const create = useCreateToken()
  const [name, setName] = useState("")
  const formId = useId()

  const changeOpen = (next: boolean) => {
    onOpenChange(next)
    if (next) return
    setName("")
    create.reset()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    create.mutate(name)
  }

  if (create.isSuccess) {
    return (
      <Dialog
        open={open}
        onOpenChange={changeOpen}
        title="Copy your token now"
        description="It is shown this once. Keep it like a password; if you lose it, make another."
        footer={
          <Button variant="primary" onClick={() => changeOpen(false)}>
            Done
          </Button>
        }
      >
        <CopyField label="Token" value={create.data} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={changeOpen}
      title="New API token"
      width="small"
      footer={
        <>
          <Button onClick={() => changeOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={create.isPending}>
            Create token
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <Field
          label="Name"
          hint="What will use it, so that you know it again: “nightly upload”."
          error={create.isError ? errorMessage(create.error) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={100}
              required
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
