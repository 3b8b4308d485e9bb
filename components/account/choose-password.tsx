"use client"

import { zodResolver } from "@hookform/resolvers/zod"
import { useForm } from "react-hook-form"
import { z } from "zod"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { request } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Password, User } from "#lib/domain/user.ts"
import { FormError } from "./form-error.tsx"
import { showFailure } from "./show-failure.ts"

const Choice = z
  .object({ next: Password, again: z.string() })
  .refine(({ next, again }) => next === again, { path: ["again"], message: "This differs from the password above." })

/** For whoever came by a link: without a password they could not come again. */
export function ChoosePassword({ email }: { email: string }) {
  const form = useForm({ resolver: zodResolver(Choice), defaultValues: { next: "", again: "" } })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState
  const save = form.handleSubmit(async ({ next }) => {
    try {
      await request(dataOf(User), "/api/me/password", { method: "POST", body: { next } })
      location.assign("/")
    } catch (error) {
      showFailure(form.setError, error, ["next"])
    }
  })
  return (
    <form method="post" onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <p className="text-muted">Choose a password. You sign in with it and {email}.</p>
      <FormError>{errors.root?.message}</FormError>
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <Field label="Password" hint="At least 10 characters." error={errors.next?.message}>
        {(control) => <Input {...control} {...form.register("next")} type="password" autoComplete="new-password" />}
      </Field>
      <Field label="Password again" error={errors.again?.message}>
        {(control) => <Input {...control} {...form.register("again")} type="password" autoComplete="new-password" />}
      </Field>
      <Button type="submit" variant="primary" pending={isSubmitting || isSubmitSuccessful}>
        Set password
      </Button>
    </form>
  )
}
