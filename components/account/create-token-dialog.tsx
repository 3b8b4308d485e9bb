"use client"

import { type SubmitEvent, useId, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { Select } from "#components/ui/select.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { TokenScope } from "#lib/domain/user.ts"
import { CopyField } from "./copy-field.tsx"
import { SCOPE_WORDS } from "./scope-words.ts"
import { useCreateToken } from "./use-tokens.ts"

const DAY_MS = 24 * 60 * 60 * 1000
const LIFETIMES = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
] as const
type Lifetime = (typeof LIFETIMES)[number]["value"]

const expiryOf = (lifetime: Lifetime): string | null =>
  lifetime === "never" ? null : new Date(Date.now() + Number(lifetime) * DAY_MS).toISOString()

type CreateTokenDialogProps = { isAdmin: boolean; onClose: () => void }

/** Asks what the token is for, then shows the secret, this once. */
export function CreateTokenDialog({ isAdmin, onClose }: CreateTokenDialogProps) {
  const create = useCreateToken()
  const [name, setName] = useState("")
  const [scope, setScope] = useState<TokenScope>("read")
  const [lifetime, setLifetime] = useState<Lifetime>("90")
  const formId = useId()
  const scopes: readonly TokenScope[] = isAdmin ? ["read", "write", "admin"] : ["read", "write"]

  const changeOpen = (open: boolean) => {
    if (!open) onClose()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    create.mutate({ name, scope, expiresAt: expiryOf(lifetime) })
  }

  if (create.isSuccess) {
    return (
      <Dialog
        open
        onOpenChange={changeOpen}
        title="Copy your token now"
        description="It is shown this once. Keep it like a password; if you lose it, make another."
        footer={
          <Button variant="primary" onClick={onClose}>
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
      open
      onOpenChange={changeOpen}
      title="New API token"
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={create.isPending}>
            Create token
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
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
        <Field label="Scope" hint="The least that does the job is best.">
          {(control) => (
            <Select
              {...control}
              value={scope}
              onValueChange={setScope}
              options={scopes.map((value) => ({ value, ...SCOPE_WORDS[value] }))}
            />
          )}
        </Field>
        <Field label="Expires">
          {(control) => <Select {...control} value={lifetime} onValueChange={setLifetime} options={LIFETIMES} />}
        </Field>
      </form>
    </Dialog>
  )
}
