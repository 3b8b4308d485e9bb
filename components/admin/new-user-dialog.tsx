"use client"

import { zodResolver } from "@hookform/resolvers/zod"
import { useId } from "react"
import { Controller, useForm, useWatch } from "react-hook-form"
import { z } from "zod"
import { FormError } from "#components/account/form-error.tsx"
import { showFailure } from "#components/account/show-failure.ts"
import { Button } from "#components/ui/button.tsx"
import { Dialog } from "#components/ui/dialog.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { notify } from "#components/ui/notify.ts"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { Email, Password, Role } from "#lib/domain/user.ts"
import type { Invitation } from "./invite-link-dialog.tsx"
import { RoleField } from "./role-field.tsx"
import { useCreateUser } from "./use-users.ts"

const Draft = z
  .object({
    name: z.string().trim().min(1, "Say what to call them.").max(200),
    email: Email,
    role: Role,
    means: z.enum(["link", "password"]),
    password: z.string(),
  })
  .superRefine(({ means, password }, context) => {
    const problem = means === "password" ? Password.safeParse(password).error?.issues[0]?.message : undefined
    if (problem) context.addIssue({ code: "custom", path: ["password"], message: problem })
  })

const EMPTY = { name: "", email: "", role: "member", means: "link", password: "" } as const

type NewUserDialogProps = { onClose: () => void; onInvitation: (invitation: Invitation) => void }

/** Makes an account, and hands its invitation on. */
export function NewUserDialog({ onClose, onInvitation }: NewUserDialogProps) {
  const create = useCreateUser()
  const form = useForm({ resolver: zodResolver(Draft), defaultValues: EMPTY })
  const formId = useId()
  const { errors, isSubmitting } = form.formState
  const means = useWatch({ control: form.control, name: "means" })

  const save = form.handleSubmit(async ({ means: chosen, password, ...draft }) => {
    try {
      const user = await create.mutateAsync({ ...draft, ...(chosen === "password" && { password }) })
      onClose()
      if (user.inviteUrl === null) notify.done(`${user.name} can sign in now.`)
      else onInvitation({ name: user.name, url: user.inviteUrl })
    } catch (error) {
      showFailure(form.setError, error, ["name", "email", "password"])
    }
  })

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New user"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={isSubmitting}>
            {means === "link" ? "Create invitation" : "Create user"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
        <FormError>{errors.root?.message}</FormError>
        <Field label="Name" error={errors.name?.message}>
          {(control) => <Input {...control} {...form.register("name")} autoComplete="off" />}
        </Field>
        <Field label="E-mail" hint="They sign in with it." error={errors.email?.message}>
          {(control) => <Input {...control} {...form.register("email")} type="email" autoComplete="off" />}
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => <RoleField value={field.value} onChange={field.onChange} />}
        />
        <Controller
          control={form.control}
          name="means"
          render={({ field }) => (
            <SegmentedControl
              label="How they get in"
              className="self-start"
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: "link", label: "Invitation link" },
                { value: "password", label: "Password" },
              ]}
            />
          )}
        />
        {means === "link" ? (
          <p className="text-12 text-muted">You get a link to send them. With it they choose their own password.</p>
        ) : (
          <Field label="Password" hint="At least 10 characters." error={errors.password?.message}>
            {(control) => (
              <Input {...control} {...form.register("password")} type="password" autoComplete="new-password" />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  )
}
