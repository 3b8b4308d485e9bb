"use client"

import { zodResolver } from "@hookform/resolvers/zod"
import { useId } from "react"
import { Controller, useForm } from "react-hook-form"
import { z } from "zod"
import { FormError } from "#components/account/form-error.tsx"
import { showFailure } from "#components/account/show-failure.ts"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { notify } from "#components/ui/notify.ts"
import { Email, Role, type User } from "#lib/domain/user.ts"
import { RoleField } from "./role-field.tsx"
import { useUpdateUser } from "./use-users.ts"

const Draft = z.object({
  name: z.string().trim().min(1, "Say what to call them.").max(200),
  email: Email,
  role: Role,
})

/** Changes an account's name, address and role. */
export function EditUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const update = useUpdateUser()
  const { name, email, role } = user
  const form = useForm({ resolver: zodResolver(Draft), defaultValues: { name, email, role } })
  const formId = useId()
  const { errors, isSubmitting } = form.formState

  const save = form.handleSubmit(async (draft) => {
    const patch = {
      ...(draft.name !== name && { name: draft.name }),
      ...(draft.email !== email && { email: draft.email }),
      ...(draft.role !== role && { role: draft.role }),
    }
    if (Object.keys(patch).length === 0) return onClose()
    try {
      await update.mutateAsync({ id: user.id, patch })
      onClose()
      notify.done(`Saved ${draft.name}.`)
    } catch (error) {
      showFailure(form.setError, error, ["name", "email"])
    }
  })

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Edit ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={isSubmitting}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field label="Name" error={errors.name?.message}>
          {(control) => <Input {...control} {...form.register("name")} autoComplete="off" />}
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          {(control) => <Input {...control} {...form.register("email")} type="email" autoComplete="off" />}
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => <RoleField value={field.value} onChange={field.onChange} />}
        />
      </form>
    </Dialog>
  )
}
