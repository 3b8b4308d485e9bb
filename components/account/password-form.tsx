"use client"

import { zodResolver } from "@hookform/resolvers/zod"
import { useRouter } from "next/navigation"
import { useForm } from "react-hook-form"
import { z } from "zod"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Password, User } from "#lib/domain/user.ts"
import { FormError } from "./form-error.tsx"
import { showFailure } from "./show-failure.ts"

const EMPTY = { current: "", next: "", again: "" }

const formSchema = (hasPassword: boolean) =>
  z
    .object({
      current: hasPassword ? z.string().min(1, "Give the password you have now.") : z.string(),
      next: Password,
      again: z.string(),
    })
    .refine(({ next, again }) => next === again, { path: ["again"], message: "This differs from the password above." })

export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema(hasPassword)), defaultValues: EMPTY })
  const { errors, isSubmitting } = form.formState

  const save = form.handleSubmit(async ({ current, next }) => {
    try {
      const body = hasPassword ? { current, next } : { next }
      await request(dataOf(User), "/api/me/password", { method: "POST", body })
      form.reset(EMPTY)
      notify.done(hasPassword ? "Password changed. Your other sessions have ended." : "Password set.")
      router.refresh()
    } catch (error) {
      showFailure(form.setError, error, ["current", "next"])
    }
  })

  return (
    <form method="post" onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      {hasPassword && (
        <Field label="Current password" error={errors.current?.message} className="sm:w-[calc(50%-0.5rem)]">
          {(control) => (
            <Input {...control} {...form.register("current")} type="password" autoComplete="current-password" />
          )}
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="New password" hint="At least 10 characters." error={errors.next?.message}>
          {(control) => <Input {...control} {...form.register("next")} type="password" autoComplete="new-password" />}
        </Field>
        <Field label="New password again" error={errors.again?.message}>
          {(control) => <Input {...control} {...form.register("again")} type="password" autoComplete="new-password" />}
        </Field>
      </div>
      <Button type="submit" className="self-start" pending={isSubmitting}>
        {hasPassword ? "Change password" : "Set password"}
      </Button>
    </form>
  )
}
